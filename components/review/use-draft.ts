'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { type Draft, isEmptyDraft, readDraft } from '#components/review/draft.ts'

const CHANGED = 'sandmle-draft-changed'

function subscribe(notify: () => void) {
  window.addEventListener(CHANGED, notify)
  window.addEventListener('storage', notify)
  return () => {
    window.removeEventListener(CHANGED, notify)
    window.removeEventListener('storage', notify)
  }
}

/** A verdict that is not cast yet lives in the browser, under the content it is about: leaving loses nothing. */
export function useDraft(versionId: string, contentHash: string) {
  const key = `sandmle-review:${versionId}:${contentHash}`
  const text = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key),
    () => null,
  )
  const draft = useMemo(() => readDraft(text), [text])
  function save(next: Draft | null) {
    if (next === null || isEmptyDraft(next)) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(next))
    window.dispatchEvent(new Event(CHANGED))
  }
  return { draft, save }
}
