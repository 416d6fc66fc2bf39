/** Parts of the machine whose faults are nobody's: work waits for them and continues by itself. */
export const MACHINE_PARTS = ['storage', 'database', 'sandbox'] as const
export type MachinePart = (typeof MACHINE_PARTS)[number]
export type MachineFault = { part: MachinePart; reason: string }

const DATABASE_GONE = 'The database does not answer.'
const DATABASE_FULL = 'The disk of the database is full.'
const STORE_FULL = 'The disk is full.'

/** Words of drivers: Node's, PostgreSQL's SQLSTATE, Prisma's. */
const STORE_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS'])
const DISK_FULL = '53100'
const DATABASE_CODES = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024'],
  ...['57P01', '57P02', '57P03', '57P05', '53000', '53200', '53300', '58030'],
])
const DATABASE_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
])
/** What `pg` says without a code, word for word: a message that quotes a stranger's text never counts. */
const DATABASE_WORDS = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
])
/** Prisma's code for all that goes wrong with a transaction; only one that never began is the database's matter. */
const TRANSACTION_CODE = 'P2028'
const NOT_BEGUN = /Unable to start a transaction in the given time/

const DEEPEST = 8
const word = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What an error says of itself; anything may be thrown. */
function ownFault(error: object): MachineFault | null {
  const of = (key: string): string => word(Reflect.get(error, key))
  const codes = [of('code'), of('originalCode')]
  if (codes.some((code) => STORE_CODES.has(code))) return { part: 'storage', reason: STORE_FULL }
  if (codes.includes(DISK_FULL)) return { part: 'storage', reason: DATABASE_FULL }
  const isGone =
    codes.some((code) => DATABASE_CODES.has(code) || /^08\w{3}$/.test(code)) ||
    DATABASE_KINDS.has(of('kind')) ||
    (of('syscall') === 'connect' && /^E[A-Z]+$/.test(of('code'))) ||
    DATABASE_WORDS.has(of('message')) ||
    (of('code') === TRANSACTION_CODE && NOT_BEGUN.test(of('message')))
  return isGone ? { part: 'database', reason: DATABASE_GONE } : null
}

/** Whom an error carries: its cause, those that it gathers, and what Prisma keeps of its driver's. */
function carried(error: object): unknown[] {
  const meta: unknown = Reflect.get(error, 'meta')
  const driver: unknown =
    typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'driverAdapterError') : undefined
  const gathered: unknown = Reflect.get(error, 'errors')
  return [Reflect.get(error, 'cause'), driver, ...(Array.isArray(gathered) ? gathered : [])]
}

/**
 * The fault of the machine behind an error, however deep: a full disk, or a database that is down, starting or out of
 * connections. Null for everything else. Who names its part itself (`part` of `meta`) is believed.
 */
export function machineFaultOf(error: unknown, depth = 0): MachineFault | null {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return null
  const named = namedFault(error) ?? ownFault(error)
  if (named !== null) return named
  for (const inner of carried(error)) {
    const found = machineFaultOf(inner, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** An AppError of an adapter that knows what it met. */
function namedFault(error: object): MachineFault | null {
  const meta: unknown = Reflect.get(error, 'meta')
  if (typeof meta !== 'object' || meta === null) return null
  const part = MACHINE_PARTS.find((one) => one === Reflect.get(meta, 'part'))
  return part === undefined ? null : { part, reason: word(Reflect.get(error, 'publicMessage')) }
}
