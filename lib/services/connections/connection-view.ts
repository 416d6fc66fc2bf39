import { type ConnectionView, Prices } from '#lib/contracts/connections.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { EMPTY_LEDGER, ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** Everything but the sealed key, which no view ever reads. */
export const CONNECTION_SELECT = {
  id: true,
  name: true,
  kind: true,
  baseUrl: true,
  keyHint: true,
  structuredOutput: true,
  allowPrivate: true,
  prices: true,
  capMicroUsd: true,
  models: true,
  checkStatus: true,
  checkMessage: true,
  checkedAt: true,
  createdBy: true,
  createdAt: true,
  disabledAt: true,
} as const

export async function readConnections(tx: Tx, where: { id?: string } = {}): Promise<ConnectionView[]> {
  const rows = await tx.connection.findMany({ where, select: CONNECTION_SELECT, orderBy: { name: 'asc' } })
  const ledgers = await ledgersOf(tx, 'connectionId', { connectionId: { in: rows.map(({ id }) => id) } })
  const nameOf = await namesOf(
    tx,
    rows.map((row) => row.createdBy),
  )
  return rows.map(({ disabledAt, createdBy, checkStatus, ...row }) => {
    const { spentMicroUsd, reservedMicroUsd } = ledgers.get(row.id) ?? EMPTY_LEDGER
    return {
      ...row,
      slug: row.name,
      status: disabledAt === null ? checkStatus : 'disabled',
      kind: row.kind,
      structuredOutput: row.structuredOutput,
      prices: stored(Prices, row.prices, `prices of connection ${row.id}`),
      capMicroUsd: row.capMicroUsd === null ? null : Number(row.capMicroUsd),
      spentMicroUsd,
      reservedMicroUsd,
      checkedAt: row.checkedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      createdByName: nameOf(createdBy),
    }
  })
}

export async function readConnection(tx: Tx, id: string): Promise<ConnectionView> {
  const [view] = await readConnections(tx, { id })
  if (view === undefined) throw notFound('connection', id)
  return view
}
