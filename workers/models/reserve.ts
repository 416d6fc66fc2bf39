import type { Tx } from '#lib/db/client.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import { BudgetReached } from '#lib/domain/ports/role-model.ts'
import { ledgerOf } from '#lib/services/exchanges/ledgers-of.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import {
  fence,
  insertExchange,
  loseOpenExchanges,
  type QuestionRow,
  type Reserved,
} from '#workers/models/exchange-ledger.ts'

import { transact } from '#workers/models/persist.ts'

type Cap = { by: 'runId' | 'connectionId'; id: string; capMicroUsd: number; what: string }

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

/** Locks the run, then the connection, always in that order: whoever reserves next sees this reservation. */
async function lockCaps(tx: Tx, runId: string, connectionId: string): Promise<Cap[]> {
  const runs = await tx.$queryRaw<{ cap: number | null }[]>`
    SELECT (request->>'capMicroUsd')::float8 AS cap FROM "run" WHERE id = ${runId}::uuid FOR UPDATE`
  const connections = await tx.$queryRaw<{ cap: bigint | null; name: string }[]>`
    SELECT "capMicroUsd" AS cap, name FROM "connection" WHERE id = ${connectionId}::uuid FOR UPDATE`
  // A run in which a model plays has a cap; one without is held at nothing.
  const caps: Cap[] = [{ by: 'runId', id: runId, capMicroUsd: runs[0]?.cap ?? 0, what: 'this run' }]
  for (const { cap, name } of connections)
    if (cap !== null)
      caps.push({
        by: 'connectionId',
        id: connectionId,
        capMicroUsd: Number(cap),
        what: `the connection ${name}`,
      })
  return caps
}

/**
 * Holds the upper bound of a call against both caps before it is made. What earlier attempts left open is first put
 * down as lost. Null: there is room only once calls under way are settled. @throws BudgetReached when the call could
 * exceed a cap; CandidateStopped for a lost claim.
 */
export async function reserve(
  deps: Pick<Deps, 'db'>,
  claim: Claim,
  row: QuestionRow,
  reservedMicroUsd: number,
): Promise<Reserved | null> {
  const { role, repair, turn, player } = row.ask
  return transact(deps, async (tx) => {
    const caps = await lockCaps(tx, claim.runId, player.connectionId)
    await fence(tx, claim)
    const lost = await loseOpenExchanges(tx, claim.id, claim.attempt)
    if (lost.count > 0)
      await appendEvent(tx, claim, {
        type: 'model.lost',
        level: 'warn',
        message: `${lost.count} requests of an earlier attempt were lost with their worker; ${formatUsd(lost.costMicroUsd)} USD are put down for them.`,
        data: lost,
      })
    for (const cap of caps) if ((await roomBelow(tx, cap, reservedMicroUsd)) === 'held') return null
    const made = await insertExchange(tx, claim, row, { status: 'reserved', reservedMicroUsd })
    await appendEvent(tx, claim, {
      type: 'model.asked',
      message: `${player.model} is asked as ${role}.`,
      data: { exchangeId: made.id, role, repair, turn, try: made.try, reservedMicroUsd },
    })
    return { ...made, reservedMicroUsd }
  })
}
