import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { env } from '#lib/env.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { openServices } from '#lib/services/open-services.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { bundleSeeds } from '#workers/bundle-seeds.ts'
import { CANDIDATES, FIRST_SEEDS, RUN_SEED } from '#workers/first-batch.ts'
import { systemContext } from '#workers/system-context.ts'

const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url))
const KEY = 'first-batch-of-the-bundled-seeds'
/** Enough to review, pack and train with; the rest of the batch continues behind it. */
const ENOUGH = 8
const POLL_MS = 2000
const SEED_WAIT_MS = 180_000

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Imports the bundled seeds once; a new bundle is imported again and adds what is new. */
async function importBundled(ctx: ServiceContext): Promise<void> {
  const bundle = await bundleSeeds(SEEDS)
  if (!bundle) return say('There are no bundled seeds.')
  const before = await ctx.db.seedUpload.findFirst({
    where: { blob: bundle.sha256, status: { not: 'failed' } },
    select: { id: true },
  })
  const id = before?.id ?? (await stage(ctx, bundle.zip))
  for (let waited = 0; waited < SEED_WAIT_MS; waited += POLL_MS / 4) {
    const upload = await getSeedUpload({ ctx, input: { id } })
    if (upload.status === 'failed') throw new Error(`The bundled seeds could not be read: ${upload.error}`)
    if (upload.status === 'read')
      return say(`Seeds: ${(await ctx.db.seed.count()).toString()} in the library.`)
    await sleep(POLL_MS / 4)
  }
  throw new Error('No worker read the bundled seeds within three minutes. Next: npm run doctor')
}

async function stage(ctx: ServiceContext, zip: Uint8Array): Promise<string> {
  const { sha256, bytes } = await ctx.blobs.put(zip)
  return (
    await stageSeedUpload({
      ctx,
      input: { blob: sha256, bytes, filename: 'bundled-seeds.zip', bundled: true },
    })
  ).id
}

/** Those of the batch that are in the library, in the order of the batch. */
async function seedsOfBatch(ctx: ServiceContext): Promise<string[]> {
  const rows = await ctx.db.seed.findMany({
    where: { bundled: true, slug: { in: [...FIRST_SEEDS] } },
    select: { id: true, slug: true },
  })
  const ids = new Map(rows.map(({ id, slug }) => [slug, id]))
  return FIRST_SEEDS.flatMap((slug) => ids.get(slug) ?? [])
}

async function firstBatch(ctx: ServiceContext): Promise<void> {
  const seeds = await seedsOfBatch(ctx)
  if (seeds.length === 0) return
  const run = await startRun({
    ctx,
    input: {
      name: 'First batch',
      seeds,
      candidates: CANDIDATES,
      certificate: 'full',
      submitForReview: true,
      runSeed: RUN_SEED,
      idempotencyKey: KEY,
    },
  })
  let shown = ''
  for (;;) {
    const { funnel, status } = await getRun({ ctx, input: { id: run.id } })
    const counts = Object.entries(funnel).filter(([, count]) => count > 0)
    const line = counts.map(([name, count]) => `${count} ${name}`).join(', ')
    if (line !== shown) say(`First batch: ${line}.`)
    shown = line
    if (status === 'succeeded' || status === 'failed' || status === 'cancelled') return
    if (funnel.verified >= ENOUGH) return say('The rest of the batch continues in the background.')
    await sleep(POLL_MS)
  }
}

const { DATABASE_URL, SANDMLE_HOME } = env()
const services = openServices({ databaseUrl: DATABASE_URL, home: SANDMLE_HOME })
try {
  const ctx = systemContext(services, 'bootstrap')
  // A batch that was started before is not waited for again: a second start takes seconds.
  const started = await services.db.run.count({ where: { idempotencyKey: KEY } })
  await importBundled(ctx)
  if (started === 0) await firstBatch(ctx)
} finally {
  await services.queue.close()
  await services.close()
}
