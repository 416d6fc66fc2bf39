import type { CurveQuery } from '#lib/contracts/curves.ts'
import { seededRandom } from '#lib/domain/random.ts'
import { type CurvesContext, inTransaction } from '#lib/services/context.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { queryCurves } from '#lib/services/training/query-curves.ts'

/** How long the server takes for charts of many long runs; times in milliseconds. */

const RUNS = 50
const POINTS = 100_000
const SEEDS = 5
const REPEATS = 5
const MS_A_STEP = 500

/** Runs of ten configurations with five seeds, each with a metric and with tokens, as a trainer logs them. */
export async function fillRuns(ctx: CurvesContext, runs = RUNS, points = POINTS): Promise<string[]> {
  const steps = Float64Array.from({ length: points }, (_, at) => at)
  const times = steps.map((step) => Date.UTC(2026, 0, 1) + step * MS_A_STEP)
  const tokens = steps.map((step) => (step + 1) * 4096)
  const ids: string[] = []
  for (let at = 0; at < runs; at++) {
    const random = seededRandom(at)
    const values = steps.map((step) => step / points + random())
    const params = { lr: String(Math.floor(at / SEEDS)), seed: String(at % SEEDS) }
    const input = { experiment: 'bench', name: `run ${at}`, source: 'import' as const, params }
    const { id } = await createTrainingRun({ ctx, input })
    const batches = [
      { key: 'reward', columns: { steps, values, times } },
      { key: 'tokens', columns: { steps, values: tokens, times } },
    ]
    await inTransaction(ctx, (tx) => appendPoints(tx, id, batches))
    ids.push(id)
  }
  return ids
}

const CHARTS: Record<string, Partial<CurveQuery>> = {
  lines: {},
  smoothed: { smoothing: 'ema', smooth: 0.99 },
  zoomed: { from: 40_000, to: 42_000 },
  bands: { group: 'seed', aggregate: 'iqm' },
  relativeTime: { x: 'relative' },
  tokens: { x: 'tokens' },
}

/** Median and slowest of some calls for each kind of chart, and the size of its answer. */
export async function measureCharts(ctx: CurvesContext, ids: readonly string[], repeats = REPEATS) {
  const figures: Record<
    string,
    { medianMs: number; slowestMs: number; processorMs: number; kilobytes: number; points: number }
  > = {}
  for (const [name, query] of Object.entries(CHARTS)) {
    const took: number[] = []
    const processor = process.cpuUsage()
    let kilobytes = 0
    let points = 0
    for (let at = 0; at < repeats; at++) {
      const began = performance.now()
      const curves = await queryCurves({ ctx, input: { runs: ids.join(','), metric: 'reward', ...query } })
      kilobytes = Math.round(JSON.stringify(curves).length / 1000)
      took.push(Math.round(performance.now() - began))
      points = curves.total
    }
    took.sort((a, b) => a - b)
    const { user, system } = process.cpuUsage(processor)
    // On a busy machine the clock says little; what the server computed stays the same.
    const processorMs = Math.round((user + system) / 1000 / repeats)
    figures[name] = {
      medianMs: took[repeats >> 1] ?? 0,
      slowestMs: took.at(-1) ?? 0,
      processorMs,
      kilobytes,
      points,
    }
  }
  return figures
}
