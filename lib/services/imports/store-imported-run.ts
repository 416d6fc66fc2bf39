import type { ImportedRun, LogFormat } from '#lib/contracts/imports.ts'
import type { Tx } from '#lib/db/client.ts'
import { conflict } from '#lib/domain/errors.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import type { TrainingImportOptions } from '#lib/services/imports/training-import-view.ts'
import { appendPoints, type SeriesBatch } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { countPoints, type ParsedRun, type Segment } from '#lib/training/parsers/parsed-run.ts'

type Claim = { importId: string; attempt: number }
export type StoreImportedRunInput = Claim & {
  options: TrainingImportOptions
  format: LogFormat
  run: ParsedRun
}
/** `changed`: configuration that the run has already, with another value; what it had stays. */
export type StoredRun = { run: ImportedRun; changed: string[] }

/** Points that go to the database at once; a run of millions is sent in several parts of one transaction. */
const POINTS_AT_ONCE = 500_000
/** Of the lease, from the writing of one run on. */
const READING_S = 300
/** Of the transaction that writes a run of millions of points on a busy machine. */
const WRITING_MS = 240_000

/** Notes the run in the report, renews the lease and holds the row: a worker that was taken for dead writes nothing. */
async function noteRun(tx: Tx, { importId, attempt }: Claim, run: ImportedRun): Promise<void> {
  const count = await tx.$executeRaw`
    UPDATE "import_upload" SET "leaseUntil" = now() + make_interval(secs => ${READING_S}),
      report = jsonb_set(coalesce(report, '{"v":1,"files":[],"runs":[],"refused":[],"warnings":[]}'), '{runs}',
        coalesce(report->'runs', '[]') || ${JSON.stringify([run])}::jsonb)
    WHERE id = ${importId}::uuid AND status = 'reading' AND attempt = ${attempt}`
  if (count !== 1) throw conflict('This import is not being read by the caller.')
}

/** The run of this name that files were imported into before; a new one where there is none. */
async function findOrCreate(
  ctx: ServiceContext,
  { importId, options, run }: StoreImportedRunInput,
): Promise<{ id: string; resumed: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const place = `import:${options.experiment}:${run.name}`
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${place}))::text`
    const held = await tx.trainingRun.findFirst({
      where: { name: run.name, source: 'import', experiment: { name: options.experiment } },
      orderBy: { createdAt: 'asc' },
      select: { id: true, importId: true },
    })
    if (held) return { id: held.id, resumed: held.importId !== importId }
    const { experiment, packId } = options
    const made = await createTrainingRun({
      ctx,
      input: {
        experiment,
        name: run.name,
        source: 'import',
        startedAt: run.startedAt === null ? null : new Date(run.startedAt),
        params: run.config,
        tags: run.tags,
        packId,
        importId,
      },
    })
    return { id: made.id, resumed: false }
  })
}

/** Batches of one segment in the order of their metrics, so that no two writers wait for each other. */
function* batchesOf({ series }: Segment, segment: number): Generator<SeriesBatch[]> {
  let batches: SeriesBatch[] = []
  let points = 0
  for (const key of [...series.keys()].sort()) {
    const columns = series.get(key)
    if (columns === undefined) continue
    batches.push({ key, segment, columns })
    points += columns.values.length
    if (points < POINTS_AT_ONCE) continue
    yield batches
    batches = []
    points = 0
  }
  yield batches
}

async function addConfig(tx: Tx, runId: string, config: Record<string, string>): Promise<string[]> {
  const keys = Object.keys(config)
  if (keys.length === 0) return []
  const data = keys.map((key) => ({ runId, key, value: config[key] ?? '' }))
  await tx.trainingParam.createMany({ data, skipDuplicates: true })
  const held = await tx.trainingParam.findMany({ where: { runId, key: { in: keys } } })
  return held.filter(({ key, value }) => value !== config[key]).map(({ key }) => key)
}

/** Segments that a resume comes after. */
async function segmentsOf(tx: Tx, runId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ segments: number }[]>`
    SELECT coalesce(max(c.segment) + 1, 0) AS segments FROM "metric_chunk" c
    JOIN "metric_series" s ON s.id = c."seriesId" WHERE s."runId" = ${runId}::uuid`
  return row?.segments ?? 0
}

/**
 * Keeps one run of an uploaded file: a new run, or, where a run of this name was imported into the experiment before,
 * the next segments of it. Points and their line in the report are one transaction: a reader that dies leaves all of
 * the run or nothing. Throws `conflict` when the claim is lost.
 */
export async function storeImportedRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: StoreImportedRunInput
}): Promise<StoredRun> {
  requireCapability(ctx, 'training.import')
  const { run, format } = input
  const { id, resumed } = await findOrCreate(ctx, input)
  const writeRun = async (tx: Tx): Promise<StoredRun> => {
    await tx.$queryRaw`select id::text from "training_run" where id = ${id}::uuid for update`
    const changed = resumed ? await addConfig(tx, id, run.config) : []
    const before = resumed ? await segmentsOf(tx, id) : 0
    let fresh = 0
    for (const [index, segment] of run.segments.entries())
      for (const batches of batchesOf(segment, before + index))
        fresh += (await appendPoints(tx, id, batches)).stored
    const metrics = new Set(run.segments.flatMap(({ series }) => [...series.keys()])).size
    const line: ImportedRun = {
      id,
      name: run.name,
      format,
      metrics,
      points: countPoints(run),
      stored: fresh,
      segments: run.segments.length,
      resumed,
    }
    await noteRun(tx, input, line)
    return { run: line, changed }
  }
  const stored = await ctx.db.$transaction(writeRun, { timeout: WRITING_MS, maxWait: 10_000 })
  const endedAt = run.endedAt === null ? {} : { endedAt: new Date(run.endedAt) }
  await finishTrainingRun({ ctx, input: { runId: id, status: 'finished', ...endedAt } })
  return stored
}
