import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** The program that writes all data of a task. */
export const GENERATOR = 'judge/generate.py'
export const EVALUATOR = 'judge/evaluator.py'
export const STATEMENT = 'agent/description.md'

/** The files that people may edit, by the role that writes them. Data is never edited: its program is. */
const EDITABLE: Record<Role, RegExp> = {
  'data-strategist': /^spec\.json$/,
  'ml-developer': /^judge\/(generate\.py|rule\.md|solutions\/[^/]+\.py)$/,
  'mlops-engineer': /^judge\/evaluator\.py$/,
  'technical-writer': /^agent\/description\.md$/,
}

export const editableBy = (role: Role, path: string): boolean => EDITABLE[role].test(path)

/** The role whose file this is; null for data, lists and everything else that nobody edits. */
export const roleOfFile = (path: string): Role | null => ROLES.find((role) => editableBy(role, path)) ?? null

/** What is written by `generate.py`: all of a task's data. */
export const isGenerated = (path: string): boolean =>
  (path.startsWith('agent/') && path !== STATEMENT) || (path.startsWith('judge/') && path.endsWith('.csv'))
