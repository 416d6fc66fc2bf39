import type { z } from 'zod'
import { AppError, invalid } from '#lib/domain/errors.ts'

/** Faults that are named; nobody corrects more at once, and an answer never grows with what was sent. */
const MOST_ISSUES = 20
const MOST_LETTERS = 500
const cut = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text)

/** Faults by the path of the field, as a form shows them; the whole input is named `input`. */
function fieldsOf(issues: z.core.$ZodIssue[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const issue of issues.slice(0, MOST_ISSUES)) {
    const name = cut(issue.path.join('.')) || 'input'
    fields[name] = [...(fields[name] ?? []), cut(issue.message)]
  }
  return fields
}

/** What a caller sent, typed. @throws AppError `invalid` that names each field at fault by its path */
export function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const fields = fieldsOf(parsed.error.issues)
  const [name, messages] = Object.entries(fields)[0] ?? ['input', ['is not valid']]
  throw invalid(cut(`${name}: ${messages.join(', ')}`), { fields })
}

/**
 * What a row or a blob of ours holds, typed.
 * @param what the row and column, for the log: `request of run 3f…`
 * @throws AppError `internal`: nobody who asks can correct it, and it is no reason to say that nothing is there
 */
export function stored<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('internal', `What is stored as ${what} cannot be read.`, { what }, parsed.error)
}
