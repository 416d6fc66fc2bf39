import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'

/** What requests to providers came to. Reserved amounts are held against caps until they are settled. */
export type Ledger = {
  spentMicroUsd: number
  reservedMicroUsd: number
  inputTokens: number
  outputTokens: number
  exchanges: number
}
export const EMPTY_LEDGER: Ledger = {
  spentMicroUsd: 0,
  reservedMicroUsd: 0,
  inputTokens: 0,
  outputTokens: 0,
  exchanges: 0,
}

/** Sums of the exchanges that `where` selects, by run, candidate, connection or review. Copied answers cost nothing and count no token. */
export async function ledgersOf(
  tx: Tx,
  by: 'runId' | 'candidateId' | 'connectionId' | 'modelReviewId',
  where: Prisma.ExchangeWhereInput,
): Promise<Map<string, Ledger>> {
  const rows = await tx.exchange.groupBy({
    by: [by, 'status'],
    where: { ...where, copiedFrom: null },
    _sum: { costMicroUsd: true, reservedMicroUsd: true, inputTokens: true, outputTokens: true },
    _count: { _all: true },
  })
  const ledgers = new Map<string, Ledger>()
  for (const row of rows) {
    const id = row[by] ?? ''
    const known = ledgers.get(id) ?? EMPTY_LEDGER
    const { _sum: sum } = row
    ledgers.set(id, {
      spentMicroUsd: known.spentMicroUsd + Number(sum.costMicroUsd ?? 0),
      reservedMicroUsd:
        known.reservedMicroUsd + (row.status === 'reserved' ? Number(sum.reservedMicroUsd ?? 0) : 0),
      inputTokens: known.inputTokens + (sum.inputTokens ?? 0),
      outputTokens: known.outputTokens + (sum.outputTokens ?? 0),
      exchanges: known.exchanges + row._count._all,
    })
  }
  return ledgers
}

/** The ledger of one run, one connection or one review by a model. */
export const ledgerOf = async (
  tx: Tx,
  by: 'runId' | 'connectionId' | 'modelReviewId',
  id: string,
): Promise<Ledger> => (await ledgersOf(tx, by, { [by]: id })).get(id) ?? EMPTY_LEDGER
