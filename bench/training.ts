import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureBatches, measureFiles, measureSize, type SendBatch } from '#bench/training-ingest.ts'
import { fillRuns, measureCharts } from '#bench/training-query.ts'
import type { CurvesContext } from '#lib/services/context.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { stopPostgres } from '#scripts/embedded-postgres.mjs'
import { prepareDatabase } from '#scripts/setup/database.mjs'

/**
 * Ingest and storage of training curves over a database of its own with durable settings: points a second through
 * the handler of MLflow's batch route (token, JSON, checks, transaction; no HTTP parsing) and through columns of
 * files, bytes a stored point once ten million are there, and milliseconds of charts over fifty runs of 100,000 points
 * each. Prints one line of JSON; on a quiet machine.
 */
const TRAINERS = 4
const BATCHES = 500
const FILE_SERIES = 80
const FILE_POINTS = 100_000
const WARM_UP = 20

const URL_BASE = 'http://127.0.0.1:3000'

/** The route's handler, called as the server calls it. */
async function batchSender(token: string): Promise<SendBatch> {
  const { POST } = await import('#app/api/[...path]/route.ts')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return async (body) => {
    const request = new Request(`${URL_BASE}/api/2.0/mlflow/runs/log-batch`, {
      method: 'POST',
      headers,
      body,
    })
    const response = await POST(request, {
      params: Promise.resolve({ path: ['2.0', 'mlflow', 'runs', 'log-batch'] }),
    })
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  }
}

async function measure(home: string) {
  const { services } = await import('#lib/http/services.ts')
  const opened = services()
  const ctx: CurvesContext = { ...opened, actor: { kind: 'system' }, requestId: 'bench' }
  const { token } = await createLocalToken({ ctx })
  const send = await batchSender(token)
  await measureBatches(ctx, send, { trainers: 1, batches: WARM_UP })
  const before = loadavg()
  const mlflowBatches = await measureBatches(ctx, send, { trainers: TRAINERS, batches: BATCHES })
  const live = await measureSize(ctx)
  const files = await measureFiles(ctx, { series: FILE_SERIES, points: FILE_POINTS })
  const stored = await measureSize(ctx)
  const charts = await measureCharts(ctx, await fillRuns(ctx))
  await opened.queue.close()
  await opened.close()
  return {
    cores: cpus().length,
    load: { before, after: loadavg() },
    mlflowBatches,
    live,
    files,
    stored,
    charts,
    home,
  }
}

const home = await mkdtemp(join(tmpdir(), 'sandmle-bench-'))
delete process.env.DATABASE_URL
try {
  const database = await prepareDatabase(home)
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: URL_BASE,
    BETTER_AUTH_SECRET: 'b'.repeat(40),
  })
  const { home: _, ...figures } = await measure(home)
  console.log(JSON.stringify(figures))
} finally {
  stopPostgres({ home })
  await rm(home, { recursive: true, force: true })
}
