import { LogBatch, LogInputs, LogMetric, LogParameter, SetTag } from '#lib/contracts/mlflow.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { getRun } from '#lib/services/mlflow/get-run.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { paramsOf, tagsOf } from '#lib/services/mlflow/wire-texts.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'

type Call = { ctx: ServiceContext; input: unknown }

/** `runs/log-batch`: points, params and tags, all or nothing. */
export async function logBatch({ ctx, input }: Call): Promise<object> {
  requireCapability(ctx, 'training.log')
  const { metrics, params, tags, ...of } = LogBatch.parse(input)
  await logMetrics({
    ctx,
    input: { runId: runIdOf(of), metrics, params: paramsOf(params), tags: tagsOf(tags) },
  })
  return {}
}

/** `runs/log-metric`. */
export async function logMetric({ ctx, input }: Call): Promise<object> {
  requireCapability(ctx, 'training.log')
  const { run_id, run_uuid, ...metric } = LogMetric.parse(input)
  await logMetrics({ ctx, input: { runId: runIdOf({ run_id, run_uuid }), metrics: [metric] } })
  return {}
}

/** `runs/log-parameter`. */
export async function logParameter({ ctx, input }: Call): Promise<object> {
  requireCapability(ctx, 'training.log')
  const { key, value, ...of } = LogParameter.parse(input)
  await logMetrics({ ctx, input: { runId: runIdOf(of), metrics: [], params: { [key]: value } } })
  return {}
}

/** `runs/set-tag`. */
export async function setTag({ ctx, input }: Call): Promise<object> {
  requireCapability(ctx, 'training.log')
  const { key, value, ...of } = SetTag.parse(input)
  await logMetrics({ ctx, input: { runId: runIdOf(of), metrics: [], tags: { [key]: value } } })
  return {}
}

/** `runs/log-inputs`: clients name their data sets; which environments a run saw is told by its rollouts. */
export async function logInputs({ ctx, input }: Call): Promise<object> {
  requireCapability(ctx, 'training.log')
  await getRun({ ctx, input: { run_id: runIdOf(LogInputs.parse(input)) } })
  return {}
}
