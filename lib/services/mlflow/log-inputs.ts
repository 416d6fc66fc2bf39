import type { z } from 'zod'
import { LogInputs } from '#lib/contracts/mlflow.ts'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'

/** `runs/log-inputs`: the data sets that a trainer names; the same again is one. */
export async function logInputs({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof LogInputs>
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { datasets, models: _, ...of } = parseInput(LogInputs, input)
  const runId = runIdOf(of)
  await inTransaction(ctx, async (tx) => {
    await requireActiveRun(tx, runId)
    const data = datasets.map(({ tags, dataset }) => ({
      runId,
      name: dataset.name,
      digest: dataset.digest,
      sourceType: dataset.source_type,
      source: dataset.source,
      schema: dataset.schema ?? null,
      profile: dataset.profile ?? null,
      tags: tagsOf(tags),
    }))
    await tx.trainingDataset.createMany({ data, skipDuplicates: true })
    const bytes = Buffer.byteLength(JSON.stringify(datasets))
    await chargeIngest(tx, ctx.actor, { points: 0, bytes, requests: 1 })
  })
  return {}
}
