'use client'

import { usePerson } from '#components/data/person.tsx'
import { store, storedKeys } from '#components/data/use-stored.ts'

const DRAFTS = 'sandmle-draft:'

/** Where a draft of this page's person lies in the browser. */
export const useDraftKey = (kind: 'verdict' | 'files' | 'place', about: string): string =>
  `${DRAFTS}${usePerson()}:${kind}:${about}`

/** Forgets every draft of this browser: who signs out leaves no words behind. */
export function forgetDrafts(): void {
  for (const key of storedKeys()) if (key.startsWith(DRAFTS)) store(key, null)
}
