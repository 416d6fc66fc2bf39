import { Problem } from '#lib/contracts/problem.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { speakPlainly } from '#lib/domain/plain-words.ts'
import { log } from '#lib/log.ts'

// Every request's faults pass here, and this module is loaded before the first.
speakPlainly()

/** Inputs at fault by name, where a verb names them. */
const Fields = Problem.shape.error.shape.fields.unwrap()

/** What a person may know of an error: their own faults in full, ours as a number that finds the log line. */
export function problemOf(error: unknown, requestId: string): Problem['error'] {
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
  log.error('request failed', { requestId, ...(isAppError(error) ? error.meta : {}), error })
  return { code: 'internal', message: `Something broke on our side. Quote ${requestId}.`, requestId }
}

/** Seconds after which what is unavailable may be asked for again. */
export const RETRY_AFTER_S = 5

/** What a client is told beside an error's status. */
export const retryHeaders = (code: Problem['error']['code']): Record<string, string> =>
  code === 'unavailable' ? { 'retry-after': String(RETRY_AFTER_S) } : {}
