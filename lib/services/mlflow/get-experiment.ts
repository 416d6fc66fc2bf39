import type { z } from 'zod'
import { GetExperiment, GetExperimentByName } from '#lib/contracts/mlflow.ts'
import type { WireExperiment } from '#lib/contracts/mlflow-answers.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { EXPERIMENT_SELECT, toWireExperiment, UNUSED_DEFAULT } from '#lib/services/mlflow/wire-experiment.ts'
import { DEFAULT_EXPERIMENT, experimentNameOf } from '#lib/services/mlflow/wire-ids.ts'

type Call<Schema extends z.ZodType> = { ctx: ServiceContext; input: z.input<Schema> }
type Answer = { experiment: WireExperiment }

async function byName(ctx: ServiceContext, name: string): Promise<Answer> {
  const row = await ctx.db.trainingExperiment.findUnique({ where: { name }, select: EXPERIMENT_SELECT })
  if (row !== null) return { experiment: toWireExperiment(row) }
  if (name === DEFAULT_EXPERIMENT) return { experiment: UNUSED_DEFAULT }
  throw notFound('experiment', name)
}

/** `experiments/get-by-name`: a missing one is not-found, which clients read as "make it". */
export async function getExperimentByName({ ctx, input }: Call<typeof GetExperimentByName>): Promise<Answer> {
  requireCapability(ctx, 'training.read')
  return byName(ctx, parseInput(GetExperimentByName, input).experiment_name)
}

/** `experiments/get`. */
export async function getExperiment({ ctx, input }: Call<typeof GetExperiment>): Promise<Answer> {
  requireCapability(ctx, 'training.read')
  const { experiment_id } = parseInput(GetExperiment, input)
  return byName(ctx, await experimentNameOf(ctx.db, experiment_id))
}
