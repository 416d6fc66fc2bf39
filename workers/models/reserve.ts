import type { Tx } from '#lib/db/client.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import { BudgetReached } from '#lib/domain/ports/role-model.ts'
import { ledgerOf } from '#lib/services/exchanges/ledgers-of.ts'
import type { Deps } from '#workers/deps.ts'
import type { BudgetOwner, Cap } from '#workers/models/budget-owner.ts'
import {
  insertExchange,
  loseOpenExchanges,
  type QuestionRow,
  type Reserved,
} from '#workers/models/exchange-ledger.ts'
import { transact } from '#workers/models/persist.ts'

/**
 * Whether a call fits below a cap; `held` when it does not fit only until calls under way are settled, as most of what
 * is held for them comes back. @throws BudgetReached when what is spent leaves no room.
 */
async function roomBelow(
  tx: Tx,
  { by, id, capMicroUsd, what }: Cap,
  wanted: number,
): Promise<'fits' | 'held'> {
  const { spentMicroUsd, reservedMicroUsd } = await ledgerOf(tx, by, id)
  if (spentMicroUsd + reservedMicroUsd + wanted <= capMicroUsd) return 'fits'
  if (spentMicroUsd + wanted <= capMicroUsd) return 'held'
  const usd = (micro: number) => `${formatUsd(micro)} USD`
  throw new BudgetReached(
    `The next call may cost ${usd(wanted)}; ${usd(spentMicroUsd)} of the cap of ${what}, ${usd(capMicroUsd)}, are spent.`,
  )
}

/** Locks the owner's cap, then the connection's, always in that order, so that the next reservation sees this one. */
async function lockCaps(tx: Tx, owner: BudgetOwner, connectionId: string): Promise<Cap[]> {
  const own = await owner.lockCap(tx)
  const connections = await tx.$queryRaw<{ cap: bigint | null; name: string }[]>`
    SELECT "capMicroUsd" AS cap, name FROM "connection" WHERE id = ${connectionId}::uuid FOR UPDATE`
  const caps = connections.flatMap(({ cap, name }): Cap[] =>
    cap === null
      ? []
      : [
          {
            by: 'connectionId',
            id: connectionId,
            capMicroUsd: Number(cap),
            what: `the connection ${name}`,
          },
        ],
  )
  return [own, ...caps]
}

/**
 * Holds the upper bound of a call against both caps before it is made. What earlier attempts left open is first put
 * down as lost. Null: there is room only once calls under way are settled. @throws BudgetReached when the call could
 * exceed a cap; LeaseLost for a lost claim.
 */
export async function reserve(
  deps: Pick<Deps, 'db'>,
  owner: BudgetOwner,
  row: QuestionRow,
  reservedMicroUsd: number,
): Promise<Reserved | null> {
  const { role, repair, turn, player } = row.ask
  return transact(deps, async (tx) => {
    const caps = await lockCaps(tx, owner, player.connectionId)
    await owner.fence(tx)
    const lost = await loseOpenExchanges(tx, owner.id, owner.attempt)
    if (lost.count > 0)
      await owner.tell(tx, {
        type: 'model.lost',
        level: 'warn',
        message: `${lost.count} requests of an earlier attempt were lost with their worker; ${formatUsd(lost.costMicroUsd)} USD are recorded for them.`,
        data: lost,
      })
    for (const cap of caps) if ((await roomBelow(tx, cap, reservedMicroUsd)) === 'held') return null
    const made = await insertExchange(tx, owner, row, { status: 'reserved', reservedMicroUsd })
    await owner.tell(tx, {
      type: 'model.asked',
      message: `${player.model} is asked as ${role}.`,
      data: { exchangeId: made.id, role, repair, turn, try: made.try, reservedMicroUsd },
    })
    return { ...made, reservedMicroUsd }
  })
}
