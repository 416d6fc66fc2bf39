import { z } from 'zod'
import { parseInput } from '#lib/domain/parse.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { chargeIngest } from '#lib/services/training/charge-ingest.ts'
import { requireActiveRun } from '#lib/services/training/require-active-run.ts'
import { Key, Params, storeParams, storeTags, Tags } from '#lib/services/training/store-config.ts'
import { type MetricPoint, toBatches } from '#lib/training/to-batches.ts'

/** Any number; NaN and infinities are values that trainers log. */
const Value = z.custom<number>((value) => typeof value === 'number', 'is not a number')
const Metric = z.strictObject({
  key: Key,
  value: Value,
  /** Milliseconds since 1970. */
  timestamp: z.int(),
  step: z.int(),
}) satisfies z.ZodType<MetricPoint>

export const LogMetricsInput = z.strictObject({
  runId: z.uuid(),
  metrics: z.array(Metric).max(10_000),
  params: Params.default({}),
  tags: Tags.default({}),
})

/** Step, value and time as they are packed. */
const POINT_BYTES = 24
const textBytes = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  )

/**
 * Logs points, configuration and tags of a run, all or nothing. Points that were logged before (the same batch again)
 * are stored once. Runs that have ended take points too: clients flush after the end.
 */
export async function logMetrics({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof LogMetricsInput>
}): Promise<{ stored: number; repeated: number }> {
  requireCapability(ctx, 'training.log')
  const { runId, metrics, params, tags } = parseInput(LogMetricsInput, raw)
  return inTransaction(ctx, async (tx) => {
    await requireActiveRun(tx, runId)
    await storeParams(tx, runId, params)
    await storeTags(tx, runId, tags)
    const appended = await appendPoints(tx, runId, toBatches(metrics))
    if (appended.mergeDue) await ctx.queue.enqueue(tx, { queue: 'metrics.compact', id: runId })
    const bytes = POINT_BYTES * metrics.length + textBytes(params) + textBytes(tags)
    await chargeIngest(tx, ctx.actor, { points: metrics.length, bytes, requests: 1 })
    return { stored: appended.stored, repeated: appended.repeated }
  })
}
