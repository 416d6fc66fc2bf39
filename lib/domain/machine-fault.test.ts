import { expect, test } from 'vitest'
import { AppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { roomOf } from '#lib/domain/storage-room.ts'

const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more })
/** As Prisma throws it: the driver's error lies in `meta`. */
const prisma = (code: string, cause: object) =>
  coded(code, { meta: { modelName: 'Worker', driverAdapterError: { name: 'DriverAdapterError', cause } } })

test.each([
  ['a full disk', coded('ENOSPC'), 'storage'],
  ['a used-up quota', coded('EDQUOT'), 'storage'],
  ['a disk that was remounted read-only', coded('EROFS'), 'storage'],
  ['a full disk of the database', prisma('P2010', { kind: 'postgres', originalCode: '53100' }), 'storage'],
  ['a cause', new Error('a file cannot be read', { cause: coded('ENOSPC') }), 'storage'],
  ['a server that is down', prisma('P1001', { kind: 'DatabaseNotReachable' }), 'database'],
  ['a raw query on it', prisma('P2010', { kind: 'DatabaseNotReachable' }), 'database'],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), 'database'],
  [
    'a client that broke',
    new Error('Client has encountered a connection error and is not queryable'),
    'database',
  ],
  ['a server that starts', coded('57P03'), 'database'],
  ['no connection left', coded('53300'), 'database'],
  ['a refused connection', coded('ECONNREFUSED', { syscall: 'connect' }), 'database'],
  ['several of them', new AggregateError([coded('ECONNREFUSED', { syscall: 'connect' })]), 'database'],
  ['who says it himself', new AppError('unavailable', 'Full.', { part: 'storage' }), 'storage'],
] as const)('%s is a fault of the machine', (_, error, part) =>
  expect(machineFaultOf(error)).toMatchObject({ part, reason: expect.any(String) }),
)

test.each([
  ['a bug', new TypeError('x is not a function')],
  ['a unique index', prisma('P2002', { kind: 'UniqueConstraintViolation', originalCode: '23505' })],
  ['a visitor that left', coded('ECONNRESET', { syscall: 'read' })],
  ['a missing file', coded('ENOENT')],
  ['what a person did', new AppError('invalid', 'No room for this.')],
  [
    'a stranger who quotes one',
    new SyntaxError("Connection terminated unexpectedly, can't reach database server"),
  ],
  ['a transaction that took too long', coded('P2028', { message: 'Transaction already closed' })],
  ['nothing', null],
  ['text', 'ENOSPC'],
] as const)('%s is none', (_, error) => expect(machineFaultOf(error)).toBeNull())

test('a chain without an end is given up', () => {
  const ring = new Error('ring')
  ring.cause = ring
  expect(machineFaultOf(ring)).toBeNull()
})

test('room ends at the low water, and the reason names both figures', () => {
  expect(roomOf(300 * 2 ** 20, 256 * 2 ** 20)).toMatchObject({ state: 'ok', reason: null })
  expect(roomOf(5 * 2 ** 20, 256 * 2 ** 20)).toMatchObject({
    state: 'full',
    freeBytes: 5 * 2 ** 20,
    reason: expect.stringMatching(/^5 MiB .*256 MiB/),
  })
})
