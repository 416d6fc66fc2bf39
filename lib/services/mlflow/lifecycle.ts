import type { z } from 'zod'
import { GetRun, OfExperiment, UpdateExperiment } from '#lib/contracts/mlflow.ts'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { invalid, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { DEFAULT_EXPERIMENT, findExperiment, runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'
import { setRunArchived } from '#lib/services/training/set-run-archived.ts'

type Call<Schema extends z.ZodType> = { ctx: ServiceContext; input: z.input<Schema> }

async function archiveRun({ ctx, input }: Call<typeof GetRun>, archived: boolean): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  await setRunArchived({ ctx, input: { runId: runIdOf(parseInput(GetRun, input)), archived } })
  return {}
}

/** `runs/delete` puts a run away; `runs/restore` brings it back. Both may be said twice. */
export const deleteRun = (call: Call<typeof GetRun>) => archiveRun(call, true)
export const restoreRun = (call: Call<typeof GetRun>) => archiveRun(call, false)

async function stageOf({ ctx }: { ctx: ServiceContext }, wireId: string) {
  const row = await findExperiment(ctx.db, wireId)
  if (row === null) throw notFound('experiment', wireId)
  return { ...row, isDefault: row.name === DEFAULT_EXPERIMENT }
}

async function archiveExperiment(call: Call<typeof OfExperiment>, archived: boolean): Promise<Empty> {
  requireCapability(call.ctx, 'training.log')
  const { experiment_id } = parseInput(OfExperiment, call.input)
  const { id, isDefault, archivedAt } = await stageOf(call, experiment_id)
  if (isDefault && archived) throw invalid('The default experiment cannot be deleted.')
  if (archived === (archivedAt !== null))
    throw notFound(`${archived ? 'active' : 'deleted'} experiment`, experiment_id)
  await editExperiment({ ctx: call.ctx, input: { id, archived } })
  return {}
}

/** `experiments/delete` puts an experiment away with its runs; `experiments/restore` brings both back. */
export const deleteExperiment = (call: Call<typeof OfExperiment>) => archiveExperiment(call, true)
export const restoreExperiment = (call: Call<typeof OfExperiment>) => archiveExperiment(call, false)

/** `experiments/update`: a new name. */
export async function updateExperiment(call: Call<typeof UpdateExperiment>): Promise<Empty> {
  requireCapability(call.ctx, 'training.log')
  const { experiment_id, new_name } = parseInput(UpdateExperiment, call.input)
  const { id, isDefault, archivedAt } = await stageOf(call, experiment_id)
  if (archivedAt !== null) throw invalid('Cannot rename an experiment that is deleted. Restore it first.')
  // Clients know it by its name.
  if (isDefault || new_name === DEFAULT_EXPERIMENT)
    throw invalid('The default experiment keeps its name, and no other takes it.')
  await editExperiment({ ctx: call.ctx, input: { id, name: new_name } })
  return {}
}
