import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { CurveQuery } from '#lib/contracts/curves.ts'
import { type CurvesContext, inTransaction } from '#lib/services/context.ts'
import { openServices } from '#lib/services/open-services.ts'
import { appendPoints } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { queryCurves } from '#lib/services/training/query-curves.ts'
import { seededRandom } from '#lib/training/curves/aggregate.ts'
import { startTestPostgres } from '#scripts/setup/test-postgres.mjs'

/** How long the server takes for charts of many long runs. Prints one line of JSON, times in milliseconds. */

const RUNS = Number(process.env.BENCH_RUNS ?? 50)
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

async function main(): Promise<void> {
  const server = await startTestPostgres()
  const home = await mkdtemp(join(tmpdir(), 'bench-'))
  const { adminUrl, appUrl, template } = server.connections
  const name = `bench_${randomUUID().slice(0, 8)}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name} template ${template} owner sandmle_owner`)
  await admin.query(`grant create on database ${name} to sandmle_app`)
  await admin.end()
  const target = new URL(appUrl)
  target.pathname = `/${name}`
  const services = openServices({ databaseUrl: String(target), home })
  try {
    const ctx: CurvesContext = { ...services, actor: { kind: 'system' }, requestId: 'bench' }
    const ids = await fillRuns(ctx)
    const charts = await measureCharts(ctx, ids)
    const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20)
    console.log(JSON.stringify({ runs: RUNS, pointsARun: POINTS, load: loadavg(), rssMb, charts }))
  } finally {
    await services.close()
    await server.stop()
    await rm(home, { recursive: true })
  }
}

if (import.meta.main) await main()
