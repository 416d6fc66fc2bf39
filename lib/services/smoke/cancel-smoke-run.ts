import type { z } from 'zod'
import { SmokeParams, type SmokeRunView } from '#lib/contracts/smoke.ts'
import { transitionSmokeRun } from '#lib/db/transition.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SMOKE_SELECT, toSmokeView } from '#lib/services/smoke/smoke-view.ts'

/** Asks a smoke test to stop: a waiting one ends at once, a running one within a step. What was logged stays. */
export async function cancelSmokeRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SmokeParams>
}): Promise<SmokeRunView> {
  requireCapability(ctx, 'training.smoke')
  const { id } = parseInput(SmokeParams, input)
  return inTransaction(ctx, async (tx) => {
    await tx.$queryRaw`select 1 as one from smoke_run where id = ${id}::uuid for update`
    const found = await tx.smokeRun.findUnique({ where: { id }, select: SMOKE_SELECT })
    if (found === null) throw notFound('smoke test', id)
    if (found.status !== 'queued' && found.status !== 'running')
      throw precondition(`The smoke test is ${found.status}; there is nothing to cancel.`)
    if (found.cancelRequestedAt === null) {
      const now = await databaseNow(tx)
      await tx.smokeRun.update({ where: { id }, data: { cancelRequestedAt: now }, select: { id: true } })
      await transitionSmokeRun(tx, id, 'queued', 'cancelled', { patch: { finishedAt: now } })
      await recordAudit(tx, ctx.actor, {
        verb: 'smoke.cancel',
        entity: 'smoke-run',
        entityId: id,
        detail: { from: found.status },
      })
    }
    const row = await tx.smokeRun.findUniqueOrThrow({ where: { id }, select: SMOKE_SELECT })
    return toSmokeView(row, await namesOf(tx, [row.createdBy]))
  })
}
