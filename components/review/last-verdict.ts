'use client'

import { useSyncExternalStore } from 'react'
import type { ReviewVerdict } from '#lib/domain/review-policy.ts'

/** The verdict that this tab sent last, while it can be undone. */
export type LastVerdict = {
  /** Whose it is. */
  person: string | null
  versionId: string
  title: string
  verdict: ReviewVerdict
  /** The draft that it came from, and where it lay: an undo puts it back. */
  draft: { key: string; text: string }
}

let last: LastVerdict | null = null
const readers = new Set<() => void>()

export function rememberVerdict(verdict: LastVerdict | null): void {
  last = verdict
  for (const notify of readers) notify()
}

function subscribe(notify: () => void) {
  readers.add(notify)
  return () => readers.delete(notify)
}

export const useLastVerdict = (): LastVerdict | null =>
  useSyncExternalStore(
    subscribe,
    () => last,
    () => null,
  )
