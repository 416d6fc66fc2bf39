import type { z } from 'zod'
import { CreateExperiment } from '#lib/contracts/mlflow.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { experimentIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'

/** `experiments/create`: a name that is taken is a conflict. Where artefacts go is the server's affair. */
export async function createExperiment({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateExperiment>
}): Promise<{ experiment_id: string }> {
  requireCapability(ctx, 'training.log')
  const { name, tags } = parseInput(CreateExperiment, input)
  try {
    return await inTransaction(ctx, async (tx) => {
      const row = await tx.trainingExperiment.create({
        data: { name, tags: tagsOf(tags), createdBy: personOf(ctx.actor) },
        select: { id: true, name: true },
      })
      await recordAudit(tx, ctx.actor, {
        verb: 'training.create-experiment',
        entity: 'training-experiment',
        entityId: String(row.id),
        detail: { name },
      })
      await chargeIngest(tx, ctx.actor, { points: 0, bytes: 0, requests: 1 })
      return { experiment_id: experimentIdOf(row) }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw conflict(`The experiment ${name} exists already.`)
  }
}
