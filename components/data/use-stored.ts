'use client'

import { useSyncExternalStore } from 'react'

const CHANGED = 'sandmle-stored'
/** What the browser would not keep, being full or told not to: it lives as long as the tab. */
const unkept = new Map<string, string>()

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
  unkept.delete(key)
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // A text that is typed must not vanish with the error.
    if (text !== null) unkept.set(key, text)
  }
  window.dispatchEvent(new Event(CHANGED))
}

export function readStored(key: string): string | null {
  try {
    return unkept.get(key) ?? localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Keys of what this browser or tab keeps. */
export function storedKeys(): string[] {
  try {
    return [...new Set([...unkept.keys(), ...Object.keys(localStorage)])]
  } catch {
    return [...unkept.keys()]
  }
}

/** A text that this browser keeps under a key; null on the server, so that both renders agree. */
export const useStored = (key: string): string | null =>
  useSyncExternalStore(
    subscribe,
    () => readStored(key),
    () => null,
  )
