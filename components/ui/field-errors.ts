'use client'

import { createContext, useContext } from 'react'

/** What was refused in the form around, by the names of its fields. */
export const FieldErrors = createContext<Readonly<Record<string, readonly string[]>>>({})

/** First complaint about the field of a name. */
export function useFieldError(name: string | undefined): string | undefined {
  const refused = useContext(FieldErrors)
  return name === undefined ? undefined : refused[name]?.[0]
}
