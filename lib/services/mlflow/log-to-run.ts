import type { z } from 'zod'
import { LogBatch, LogMetric, LogParameter, SetTag } from '#lib/contracts/mlflow.ts'
import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readBatch, refuseFaults } from '#lib/services/mlflow/read-batch.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'

type Call<Schema extends z.ZodType> = { ctx: ServiceContext; input: z.input<Schema> }

/**
 * `runs/log-batch`: points, then tags, then params. An item that is wrong is named in the answer, which is a refusal;
 * the others are stored, as a client never sends a refused batch again.
 */
export async function logBatch({ ctx, input }: Call<typeof LogBatch>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const body = parseInput(LogBatch, input)
  const runId = runIdOf(body)
  const { metrics, params, tags, faults } = readBatch(body)
  const log = (part: Partial<Parameters<typeof logMetrics>[0]['input']>) =>
    logMetrics({ ctx, input: { runId, metrics: [], ...part } })
  await log({ metrics })
  for (const part of [{ tags }, { params }]) {
    if (Object.values(part).every((texts) => Object.keys(texts).length === 0)) continue
    await faults.catching(() => log(part))
  }
  refuseFaults(faults.list)
  return {}
}

/** `runs/log-metric`. */
export async function logMetric({ ctx, input }: Call<typeof LogMetric>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { run_id, run_uuid, ...metric } = parseInput(LogMetric, input)
  await logMetrics({ ctx, input: { runId: runIdOf({ run_id, run_uuid }), metrics: [metric] } })
  return {}
}

/** `runs/log-parameter`. */
export async function logParameter({ ctx, input }: Call<typeof LogParameter>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { key, value, ...of } = parseInput(LogParameter, input)
  await logMetrics({ ctx, input: { runId: runIdOf(of), metrics: [], params: { [key]: value } } })
  return {}
}

/** `runs/set-tag`. */
export async function setTag({ ctx, input }: Call<typeof SetTag>): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { key, value, ...of } = parseInput(SetTag, input)
  await logMetrics({ ctx, input: { runId: runIdOf(of), metrics: [], tags: { [key]: value } } })
  return {}
}
