import type { Role } from '#lib/domain/vocabulary.ts'

/** The four roles as people read them. */
export const ROLE_WORDS: Record<Role, string> = {
  'data-strategist': 'Data strategist',
  'ml-developer': 'ML developer',
  'mlops-engineer': 'MLOps engineer',
  'technical-writer': 'Technical writer',
}

/** The same inside a sentence: `data strategist`, but `ML developer`. */
export const roleInSentence = (role: Role): string =>
  ROLE_WORDS[role].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
