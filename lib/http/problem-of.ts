import { ZodError } from 'zod'
import { Problem } from '#lib/contracts/problem.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { speakPlainly } from '#lib/domain/plain-words.ts'
import { log } from '#lib/log.ts'

// Every request's faults pass here, and this module is loaded before the first.
speakPlainly()

/** Faults that are named; nobody corrects more at once, and an answer never grows with what was sent. */
const MOST_ISSUES = 20
const MOST_LETTERS = 500
/** Inputs at fault by name, where a verb names them. */
const Fields = Problem.shape.error.shape.fields.unwrap()
const cut = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text)

/** What a person may know of an error: their own faults in full, ours as a number that finds the log line. */
export function problemOf(error: unknown, requestId: string): Problem['error'] {
  if (error instanceof ZodError) {
    const fields: Record<string, string[]> = {}
    for (const issue of error.issues.slice(0, MOST_ISSUES)) {
      const name = cut(issue.path.join('.')) || 'input'
      fields[name] = [...(fields[name] ?? []), cut(issue.message)]
    }
    const [name, messages] = Object.entries(fields)[0] ?? ['input', ['is not valid']]
    return { code: 'invalid', message: cut(`${name}: ${messages.join(', ')}`), fields, requestId }
  }
  if (isAppError(error) && error.code !== 'internal') {
    const { fields: named, ...details } = error.meta
    const fields = Fields.safeParse(named)
    const problem = { code: error.code, message: error.publicMessage, details, requestId }
    return fields.success ? { ...problem, fields: fields.data } : problem
  }
  const fault = machineFaultOf(error)
  if (fault !== null) {
    log.warn('request refused', { requestId, part: fault.part, error })
    const message = `${fault.reason} Try again in a few seconds; /api/health says how it stands.`
    return { code: 'unavailable', message, details: { part: fault.part }, requestId }
  }
  log.error('request failed', { requestId, error })
  return { code: 'internal', message: `Something broke on our side. Quote ${requestId}.`, requestId }
}

/** Seconds after which what is unavailable may be asked for again. */
export const RETRY_AFTER_S = 5

/** What a client is told beside an error's status. */
export const retryHeaders = (code: Problem['error']['code']): Record<string, string> =>
  code === 'unavailable' ? { 'retry-after': String(RETRY_AFTER_S) } : {}
