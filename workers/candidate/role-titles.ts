import type { Role } from '#lib/domain/vocabulary.ts'

/** The roles as the log names them. */
export const TITLES: Record<Role, string> = {
  'data-strategist': 'Data strategist',
  'ml-developer': 'ML developer',
  'mlops-engineer': 'MLOps engineer',
  'technical-writer': 'Technical writer',
}
