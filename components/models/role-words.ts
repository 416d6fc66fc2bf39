import { ROLE_TITLES, type Role } from '#lib/domain/vocabulary.ts'

/** A role inside a sentence: `data strategist`, but `ML developer`. */
export const roleInSentence = (role: Role): string =>
  ROLE_TITLES[role].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
