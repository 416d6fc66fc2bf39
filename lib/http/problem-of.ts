import { ZodError } from 'zod'
import type { Problem } from '#lib/contracts/problem.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { log } from '#lib/log.ts'

/** What a person may know of an error: their own faults in full, ours as a number that finds the log line. */
export function problemOf(error: unknown, requestId: string): Problem['error'] {
  if (error instanceof ZodError) {
    const fields: Record<string, string[]> = {}
    for (const issue of error.issues) {
      const name = issue.path.join('.') || 'input'
      fields[name] = [...(fields[name] ?? []), issue.message]
    }
    const [name, messages] = Object.entries(fields)[0] ?? ['input', ['is not valid']]
    return { code: 'invalid', message: `${name}: ${messages.join(', ')}`, fields, requestId }
  }
  if (isAppError(error) && error.code !== 'internal') {
    return { code: error.code, message: error.publicMessage, details: { ...error.meta }, requestId }
  }
  log.error('request failed', { requestId, error })
  return { code: 'internal', message: `Something broke on our side. Quote ${requestId}.`, requestId }
}
