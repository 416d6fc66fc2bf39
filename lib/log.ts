type Level = 'debug' | 'info' | 'warn' | 'error'
type Fields = Readonly<Record<string, unknown>>

/** Field names whose values never reach a log. */
const SECRET = /token|secret|password|authorization|cookie|answer/i
/** Counts of model tokens are figures, not secrets. */
const COUNT = /^(?:\w+Tokens|tokens)$/
const CREDENTIALS = /(:\/\/[^\s:/@]+):[^\s@/]+@/g
const DEEPEST = 4

const isSecret = (key: string, value: unknown): boolean =>
  SECRET.test(key) && !(COUNT.test(key) && typeof value === 'number')

/** A copy that may be written: no secrets, no passwords inside addresses, nothing that JSON cannot say. */
function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(CREDENTIALS, '$1:[hidden]@')
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Error) {
    const cause =
      value.cause === undefined || depth >= DEEPEST ? {} : { cause: clean(value.cause, depth + 1) }
    return { stack: clean(value.stack ?? value.message), ...cause }
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return '[deeper]'
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecret(key, item) ? '[hidden]' : clean(item, depth + 1),
    ]),
  )
}

/** One event as a line of JSON, without secrets. */
export const logLine = (at: Date, level: Level, message: string, fields: Fields = {}): string =>
  JSON.stringify({ at: at.toISOString(), level, message: clean(message), ...(clean(fields) as Fields) })

// A log file on a full disk must not end the process: what cannot be written is lost, and the next line is tried again.
const guarded: typeof globalThis & { sandmleLogGuarded?: true } = globalThis
if (guarded.sandmleLogGuarded === undefined) {
  guarded.sandmleLogGuarded = true
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

const write = (level: Level) => (message: string, fields?: Fields) => {
  process.stderr.write(`${logLine(new Date(), level, message, fields)}\n`)
}

/** One JSON line an event on stderr. */
export const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
export type Log = typeof log
