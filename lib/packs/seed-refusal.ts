import { isAppError } from '#lib/domain/errors.ts'

/** One thing that is wrong: the file at fault, the reason, which names it, and the next step. */
export type SeedProblem = { file: string | null; reason: string; fix: string }
export type RefusedFolder = { folder: string } & SeedProblem

/** Why a folder is not a seed: all that is known to be wrong, for the person who uploaded it. */
export class Refusal extends Error {
  readonly problems: readonly SeedProblem[]
  constructor(problems: readonly SeedProblem[]) {
    super(problems.map(({ reason }) => reason).join(' '))
    this.problems = problems
  }
}

/** A refusal with one reason. */
export const refusal = (file: string | null, reason: string, fix: string): Refusal =>
  new Refusal([{ file, reason, fix }])

/** The problems that a refusal names; any other error is thrown again. */
export function problemsOf(error: unknown): readonly SeedProblem[] {
  if (error instanceof Refusal) return error.problems
  if (!isAppError(error)) throw error
  const file = typeof error.meta.file === 'string' ? error.meta.file : null
  return [{ file, reason: error.publicMessage, fix: 'Repair the file and upload again.' }]
}

/** Problems of one folder that the report names. */
const NAMED = 20

/** The same as the report names them; of very many the first, and how many more there are. */
export function asRefusals(folder: string, error: unknown): RefusedFolder[] {
  const problems = problemsOf(error)
  const named = problems.slice(0, NAMED).map((problem) => ({ folder, ...problem }))
  const more = problems.length - named.length
  if (more <= 0) return named
  const fix = 'Repair the others first.'
  return [...named, { folder, file: null, reason: `${more} more things are wrong in it.`, fix }]
}

/** What a reading gives, or null where it is refused: then what is wrong joins the problems. */
export async function attempt<T>(problems: SeedProblem[], read: () => T | Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    problems.push(...problemsOf(error))
    return null
  }
}
