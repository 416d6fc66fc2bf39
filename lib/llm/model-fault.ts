import { APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError } from 'ai'
import { z } from 'zod'
import type { ModelFault, ModelFaultKind } from '#lib/domain/ports/language-model.ts'
import { storable } from '#lib/domain/text.ts'
import { type FetchFaultKind, fetchFaultIn } from '#lib/llm/fetch-fault.ts'
import { retryAfterMs } from '#lib/llm/retry-after.ts'
import { log } from '#lib/log.ts'

type Fault = Omit<ModelFault, 'kind' | 'latencyMs'>
const fault = (kind: ModelFaultKind, message: string, rest: Partial<Fault> = {}): Fault => ({
  fault: kind,
  status: null,
  retryAfterMs: null,
  isUnsent: kind === 'address-refused',
  message,
  ...rest,
})

const LONGEST = 300
/** More of an answer is not looked at: what is shown comes from its start. */
const READ = 4000
const BEARER = /\bBearer\s+[\w.*-]{6,}/gi
const KEY_LIKE = /\b(?:sk|pk|rk|key)[-_][\w.*-]{6,}/gi
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go.
const CONTROL = /[\u0000-\u001f\u007f]+/g

/** What a provider wrote, fit to be shown: one line, short, without the key or anything that looks like one. */
function shown(text: string, apiKey: string | null): string {
  const withoutKey = apiKey ? text.replaceAll(apiKey, '[key]') : text
  const line = storable(withoutKey)
    .slice(0, READ)
    .replace(BEARER, '[key]')
    .replace(KEY_LIKE, '[key]')
    .replace(CONTROL, ' ')
    .trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

const REQUEST_TIMEOUT = 408
const TOO_MANY = 429
function kindOfStatus(status: number): ModelFaultKind {
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === REQUEST_TIMEOUT) return 'timeout'
  if (status === TOO_MANY) return 'rate-limited'
  if (status >= 500) return 'server'
  return status >= 400 ? 'bad-request' : 'malformed'
}

/** The fault that an HTTP status other than success stands for. */
export function faultOfStatus(
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
  apiKey: string | null,
): Fault {
  const kind = kindOfStatus(status)
  // Providers quote the key in their refusal, in part or whole.
  const said = kind === 'unauthorised' ? '' : shown(text, apiKey)
  const message =
    kind === 'unauthorised'
      ? `The provider refused the key (${status}).`
      : `The provider answered ${status}${said ? `: ${said}` : '.'}`
  return fault(kind, message, { status, retryAfterMs: retryAfterMs(headers, Date.now()) })
}

const OF_FETCH = {
  'address-refused': 'address-refused',
  'too-large': 'malformed',
  idle: 'timeout',
  unreadable: 'malformed',
} as const satisfies Record<FetchFaultKind, ModelFaultKind>

/** An error that a provider sends inside a stream that began well. */
const StreamError = z.object({
  message: z.string(),
  type: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
})
function faultOfStreamError(error: z.infer<typeof StreamError>, apiKey: string | null): Fault {
  const named = `${error.type ?? ''} ${error.code ?? ''}`
  const kind = /rate_limit|429/.test(named)
    ? 'rate-limited'
    : /invalid_request/.test(named)
      ? 'bad-request'
      : 'server'
  return fault(kind, `The provider broke off: ${shown(error.message, apiKey)}`, { status: 200 })
}

const ConnectionError = z.object({ code: z.string().regex(/^[A-Z][A-Z0-9_]+$/) })
function codeIn(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    const parsed = ConnectionError.safeParse(at)
    if (parsed.success) return parsed.data.code
  }
  return null
}

/** The connection never came to be; after any other failure the question may have arrived. */
const UNCONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$|CERT/

const unknown = (status: number | null): Fault =>
  fault('malformed', 'The provider sent something that its protocol does not know.', { status })
const isUnknown = (error: unknown): boolean =>
  JSONParseError.isInstance(error) || TypeValidationError.isInstance(error) || APICallError.isInstance(error)

/** What an error of a request means. The words of unknown errors are not repeated: they may hold anything. */
export function faultOf(error: unknown, apiKey: string | null): Fault {
  const guarded = fetchFaultIn(error)
  if (guarded) return fault(OF_FETCH[guarded.kind], shown(guarded.message, apiKey))
  const code = codeIn(error)
  if (code) return fault('network', `The connection failed (${code}).`, { isUnsent: UNCONNECTED.test(code) })
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 300)
    return faultOfStatus(error.statusCode, error.responseHeaders ?? {}, error.message, apiKey)
  if (isUnknown(error)) return unknown(200)
  if (InvalidResponseDataError.isInstance(error)) return endedEarly
  const inStream = StreamError.safeParse(error)
  if (inStream.success && !(error instanceof Error)) return faultOfStreamError(inStream.data, apiKey)
  // Connections fail with a code; what has none is an answer that a client library could not read, or a bug.
  log.warn('a model request ended in an unknown error', { error })
  return unknown(null)
}

/** The answer ended in good order but without saying why: something between cut it. */
export const endedEarly: Fault = fault('network', 'The answer ended before its last part.', { status: 200 })
export const timedOut = (ms: number): Fault =>
  fault('timeout', `The provider did not finish within ${ms} ms.`)
export const badKey: Fault = fault('unauthorised', 'The key holds characters that cannot be sent.', {
  isUnsent: true,
})
export const badAddress: Fault = fault(
  'address-refused',
  'The address of the connection is not a web address.',
)
