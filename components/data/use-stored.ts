'use client'

import { useSyncExternalStore } from 'react'

const CHANGED = 'sandmle-stored'

function subscribe(notify: () => void) {
  window.addEventListener(CHANGED, notify)
  window.addEventListener('storage', notify)
  return () => {
    window.removeEventListener(CHANGED, notify)
    window.removeEventListener('storage', notify)
  }
}

/** Keeps a text in this browser, or forgets it; every reader of the key sees the change at once. */
export function store(key: string, text: string | null): void {
  if (text === null) localStorage.removeItem(key)
  else localStorage.setItem(key, text)
  window.dispatchEvent(new Event(CHANGED))
}

/** A text that this browser keeps under a key; null on the server, so that both renders agree. */
export const useStored = (key: string): string | null =>
  useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key),
    () => null,
  )
