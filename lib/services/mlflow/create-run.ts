import type { z } from 'zod'
import { CreateRun } from '#lib/contracts/mlflow.ts'
import type { WireRun } from '#lib/contracts/mlflow-answers.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { databaseNow, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { getRun } from '#lib/services/mlflow/get-run.ts'
import { activeNameOf } from '#lib/services/mlflow/wire-ids.ts'
import { tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { NAME_TAG } from '#lib/services/training/store-config.ts'

/** Clients that name no run get a name by its start. */
const nameAt = (time: Date): string => `run ${time.toISOString().slice(0, 19).replace('T', ' ')}`

/** `runs/create`. */
export async function createRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateRun>
}): Promise<{ run: WireRun }> {
  requireCapability(ctx, 'training.log')
  const { experiment_id, run_name, start_time, user_id, tags } = parseInput(CreateRun, input)
  const named = tagsOf(tags)
  const experiment = await activeNameOf(ctx.db, experiment_id)
  const startedAt = start_time === undefined ? null : new Date(start_time)
  const { id } = await createTrainingRun({
    ctx,
    input: {
      experiment,
      name: (run_name || named[NAME_TAG] || nameAt(startedAt ?? (await databaseNow(ctx.db)))).slice(0, 250),
      source: 'mlflow',
      startedAt,
      userName: user_id,
      tags: named,
    },
  })
  return getRun({ ctx, input: { run_id: id } })
}
