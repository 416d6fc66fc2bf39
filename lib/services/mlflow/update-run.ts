import type { z } from 'zod'
import { type MlflowStatus, UpdateRun } from '#lib/contracts/mlflow.ts'
import type { WireRunInfo } from '#lib/contracts/mlflow-answers.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { TrainingStatus } from '#lib/domain/training.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { getRun } from '#lib/services/mlflow/get-run.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'

const STATUS = {
  RUNNING: 'running',
  SCHEDULED: 'scheduled',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
} as const satisfies Record<MlflowStatus, TrainingStatus>

/** `runs/update`: state, end and name of a run. */
export async function updateRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof UpdateRun>
}): Promise<{ run_info: WireRunInfo }> {
  requireCapability(ctx, 'training.log')
  const { status, end_time, run_name, ...of } = parseInput(UpdateRun, input)
  const runId = runIdOf(of)
  await requireActiveRun(ctx.db, runId)
  await finishTrainingRun({
    ctx,
    input: {
      runId,
      ...(status === undefined ? {} : { status: STATUS[status] }),
      ...(end_time === undefined ? {} : { endedAt: new Date(end_time) }),
      ...(run_name ? { name: run_name } : {}),
    },
  })
  const { run } = await getRun({ ctx, input: { run_id: runId } })
  return { run_info: run.info }
}
