type Level = 'debug' | 'info' | 'warn' | 'error'
type Fields = Readonly<Record<string, unknown>>

/** Field names whose values never reach a log. */
const SECRET = /token|secret|password|authorization|cookie|answer/i

const clean = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, SECRET.test(key) ? '[hidden]' : value]))

function write(level: Level, message: string, fields: Fields = {}): void {
  const cause = fields.error instanceof Error ? { error: fields.error.stack ?? fields.error.message } : {}
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...clean(fields), ...cause })}\n`)
}

/** One JSON line an event on stderr. */
export const log = {
  debug: (message: string, fields?: Fields) => write('debug', message, fields),
  info: (message: string, fields?: Fields) => write('info', message, fields),
  warn: (message: string, fields?: Fields) => write('warn', message, fields),
  error: (message: string, fields?: Fields) => write('error', message, fields),
}
export type Log = typeof log
