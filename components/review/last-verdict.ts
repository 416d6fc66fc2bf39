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

let returning: string | null = null

/** The version whose verdict was taken back, until its form is there again; keys that are pressed meanwhile are told. */
export function returnTo(versionId: string | null): void {
  returning = versionId
  for (const notify of readers) notify()
}

export const useReturning = (): string | null =>
  useSyncExternalStore(
    subscribe,
    () => returning,
    () => null,
  )

export const useLastVerdict = (): LastVerdict | null =>
  useSyncExternalStore(
    subscribe,
    () => last,
    () => null,
  )
