'use client'

import { useDraftKey } from '#components/data/drafts.ts'
import { store, useStored } from '#components/data/use-stored.ts'

const TRAIL = 'sandmle-review-trail'
const LONGEST = 50

const trailOf = (person: string | null): string => `${TRAIL}:${person}`
const readTrail = (person: string | null): string[] =>
  (sessionStorage.getItem(trailOf(person)) ?? '').split(' ').filter(Boolean)

/** Remembers the item that a reviewer leaves by `j`, `k` or a verdict. */
export function leave(person: string | null, versionId: string): void {
  sessionStorage.setItem(trailOf(person), [...readTrail(person), versionId].slice(-LONGEST).join(' '))
}

/** Takes back the last move: the item that was left, or null at the beginning of the sitting. */
export function takeBack(person: string | null): string | null {
  const trail = readTrail(person)
  const last = trail.pop() ?? null
  sessionStorage.setItem(trailOf(person), trail.join(' '))
  return last
}

const usePlaceKey = (): string => useDraftKey('place', 'review')

/** The item that this page's person looked at last in this browser, and how to keep another; kept over sittings. */
export function usePlace(): { place: string | null; keep: (versionId: string) => void } {
  const key = usePlaceKey()
  return { place: useStored(key), keep: (versionId) => store(key, versionId) }
}
