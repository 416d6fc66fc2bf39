import type { z } from 'zod'
import { GetRun } from '#lib/contracts/mlflow.ts'
import type { WireRun } from '#lib/contracts/mlflow-answers.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { readWireRuns } from '#lib/services/mlflow/wire-run.ts'

/** `runs/get`: a run with params, tags and the latest value of each metric. */
export async function getRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof GetRun>
}): Promise<{ run: WireRun }> {
  requireCapability(ctx, 'training.read')
  const id = runIdOf(parseInput(GetRun, input))
  const [run] = await readWireRuns(ctx.db, [id])
  if (run === undefined) throw notFound('run', id)
  return { run }
}
