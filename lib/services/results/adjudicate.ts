import type { z } from 'zod'
import { AdjudicateInput, type LedgerEntry } from '#lib/contracts/results.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { LEDGER_SELECT, toLedgerEntry } from '#lib/services/results/ledger-entry.ts'

/**
 * Decides what one result of a system counts as, for a reason. Decisions are only added: the last one is in force,
 * and `included` takes earlier ones back without hiding them.
 */
export async function adjudicate({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof AdjudicateInput>
}): Promise<LedgerEntry> {
  requireCapability(ctx, 'results.adjudicate')
  const { id: systemId, resultId, decision, tier, reason } = parseInput(AdjudicateInput, input)
  return inTransaction(ctx, async (tx) => {
    const result = await tx.benchmarkResult.findFirst({
      where: { id: resultId, systemId },
      select: { competition: true, tier: true },
    })
    if (result === null) throw notFound('result', resultId)
    const row = await tx.adjudication.create({
      data: { resultId, decision, tier: tier ?? null, reason, actorId: personOf(ctx.actor) },
      select: LEDGER_SELECT,
    })
    const detail = { systemId, competition: result.competition, reported: result.tier, decision, reason }
    await recordAudit(tx, ctx.actor, {
      verb: 'results.adjudicate',
      entity: 'benchmark-result',
      entityId: resultId,
      detail: { ...detail, tier: tier ?? null },
    })
    return toLedgerEntry(row, await namesOf(tx, [row.actorId]))
  })
}
