import { compactSeries } from '#lib/services/training/compact-series.ts'
import { COMPACT_AT } from '#lib/services/training/tunables.ts'
import type { Deps } from '#workers/deps.ts'
import { ROWS, type Served } from '#workers/served.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'

/**
 * Handler of `metrics.compact`: merges the small chunks of those metrics of a training run that have many. One
 * transaction a metric; safe to run twice, and beside live logging. A stopping worker leaves the rest to the next.
 */
export async function compactMetrics(deps: Pick<Deps, 'db' | 'stopping'>, runId: string): Promise<void> {
  const series = await deps.db.metricSeries.findMany({
    where: { runId, looseChunks: { gte: COMPACT_AT } },
    select: { id: true },
  })
  for (const { id } of series) {
    if (deps.stopping.aborted) return
    await deps.db.$transaction((tx) => compactSeries(tx, id), { timeout: TRANSACTION_MS })
  }
}

export const metricsCompact = {
  queue: 'metrics.compact',
  concurrency: 1,
  needs: ROWS,
  handle: compactMetrics,
} as const satisfies Served
