'use client'

import { store, useStored } from '#components/data/use-stored.ts'

const TRAIL = 'sandmle-review-trail'
const PLACE = 'sandmle-review-place'
const LONGEST = 50

const readTrail = (): string[] => (sessionStorage.getItem(TRAIL) ?? '').split(' ').filter(Boolean)

/** Remembers the item that the reviewer leaves by `j`, `k` or a verdict. */
export function leave(versionId: string): void {
  sessionStorage.setItem(TRAIL, [...readTrail(), versionId].slice(-LONGEST).join(' '))
}

/** Takes back the last move: the item that was left, or null at the beginning of the sitting. */
export function takeBack(): string | null {
  const trail = readTrail()
  const last = trail.pop() ?? null
  sessionStorage.setItem(TRAIL, trail.join(' '))
  return last
}

/** Keeps the reviewer's place over sittings. */
export const keepPlace = (versionId: string): void => store(PLACE, versionId)

/** The item that the reviewer looked at last in this browser. */
export const usePlace = (): string | null => useStored(PLACE)
