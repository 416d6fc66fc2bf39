'use client'

import { useEffect, useState } from 'react'
import { usePerson } from '#components/data/person.tsx'
import { store, useStored } from '#components/data/use-stored.ts'

const SIGNED_IN = 'sandmle-signed-in'
/** A tab that was told nothing yet, and one whose person signed out, are different things. */
const NOBODY = 'nobody'

/** What happened to the session that a page was made in. */
export type SessionChange = 'signed-out' | 'another'

/** What another tab of this browser says; null where this page's person is still signed in, as far as is known. */
export function changeOf(person: string | null, signedIn: string | null): SessionChange | null {
  if (person === null || signedIn === null || signedIn === person) return null
  return signedIn === NOBODY ? 'signed-out' : 'another'
}

export const CHANGES: Readonly<Record<SessionChange, string>> = {
  'signed-out': 'You signed out in another tab. Sign in again to continue here.',
  another:
    'Another account signed in in another tab. Reload to continue with it; nothing is sent from this page.',
}

/** Tells the other tabs of this browser that nobody is signed in any more. */
export const tellSignedOut = (): void => store(SIGNED_IN, NOBODY)

/** Tells the other tabs whose session this is. */
export function useTellPerson(): void {
  const person = usePerson()
  useEffect(() => store(SIGNED_IN, person), [person])
}

/** Whether this page's person is still the one who is signed in in this browser. */
export function useSessionChange(): SessionChange | null {
  const person = usePerson()
  const signedIn = useStored(SIGNED_IN)
  const [isTold, setTold] = useState(false)
  // What an earlier session left there says nothing before this tab has told its own.
  useEffect(() => setTold(true), [])
  return isTold ? changeOf(person, signedIn) : null
}
