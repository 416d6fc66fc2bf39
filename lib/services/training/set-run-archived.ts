import { z } from 'zod'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

const Input = z.strictObject({ runId: z.uuid(), archived: z.boolean() })

/** Puts a training run away, or brings it back: it leaves lists and charts, and nothing of it is lost. */
export async function setRunArchived({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<void> {
  requireCapability(ctx, 'training.log')
  const { runId, archived } = parseInput(Input, input)
  await inTransaction(ctx, async (tx) => {
    const where = { id: runId, archivedAt: archived ? null : { not: null } }
    const archivedAt = archived ? await databaseNow(tx) : null
    const { count } = await tx.trainingRun.updateMany({ where, data: { archivedAt } })
    if (count === 0) {
      if ((await tx.trainingRun.count({ where: { id: runId } })) === 0) throw notFound('run', runId)
      return
    }
    const verb = archived ? 'training.archive' : 'training.restore'
    await recordAudit(tx, ctx.actor, { verb, entity: 'training-run', entityId: runId })
  })
}
