import { z } from 'zod'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { Line } from '#lib/domain/text.ts'
import { TRAINING_STATUSES, type TrainingStatus } from '#lib/domain/training.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

const Input = z.strictObject({
  runId: z.uuid(),
  status: z.enum(TRAINING_STATUSES).optional(),
  /** By the trainer's clock; the database's where it says nothing. */
  endedAt: z.date().optional(),
  name: Line.min(1).max(250).optional(),
})

/**
 * Says how a training run stands. Ending it stamps the end; a run that is resumed loses it again. The trainer alone
 * knows its state, so that every status may follow every other, as in MLflow.
 */
export async function finishTrainingRun({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
}): Promise<{ id: string; status: TrainingStatus }> {
  requireCapability(ctx, 'training.log')
  const { runId, status, endedAt, name } = parseInput(Input, raw)
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<{ status: TrainingStatus; endedAt: Date | null }[]>`
      select status, "endedAt" from training_run where id = ${runId}::uuid for update`
    if (row === undefined) throw notFound('training run', runId)
    const next = status ?? row.status
    const goesOn = next === 'running' || next === 'scheduled'
    const end = goesOn ? null : (endedAt ?? row.endedAt ?? (await databaseNow(tx)))
    await tx.trainingRun.updateMany({
      where: { id: runId },
      data: { status: next, endedAt: end, ...(name === undefined ? {} : { name }) },
    })
    if (next !== row.status) {
      const detail = { from: row.status, to: next }
      await recordAudit(tx, ctx.actor, {
        verb: `training.${next}`,
        entity: 'training-run',
        entityId: runId,
        detail,
      })
    }
    return { id: runId, status: next }
  })
}
