'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { Providers } from '#components/data/providers.tsx'

const Person = createContext<string | null>(null)

/**
 * Whose page this is: the server made it for this person, and everything in it (writes, drafts, answers that are
 * kept) is theirs. Another person in the same tab gets a page without a trace of the one before.
 */
export const PersonProvider = ({ userId, children }: { userId: string; children: ReactNode }) => (
  <Person value={userId} key={userId}>
    <Providers>{children}</Providers>
  </Person>
)

/** Id of the person whose page this is; null on pages for strangers. */
export const usePerson = (): string | null => useContext(Person)
