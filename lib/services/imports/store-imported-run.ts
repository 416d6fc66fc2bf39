import type { ImportedRun } from '#lib/contracts/imports.ts'
import type { Tx } from '#lib/db/client.ts'
import { conflict } from '#lib/domain/errors.ts'
import type { LogFormat } from '#lib/domain/log-formats.ts'
import { seenLine } from '#lib/domain/text.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import type { TrainingImportOptions } from '#lib/services/imports/training-import-view.ts'
import { appendPoints, type SeriesBatch } from '#lib/services/training/append-points.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { TRACKER_ID_TAG } from '#lib/services/training/run-links.ts'
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

/** `isNew`: nothing of the run was here; `resumed`: another upload had it. */
type Found = { id: string; name: string; isNew: boolean; resumed: boolean }

/** The run that a file continues with: the tracker's own id tells it, and its name only where there is none. */
function findHeld(tx: Tx, { options, run }: StoreImportedRunInput) {
  const tag = { key: TRACKER_ID_TAG }
  const same =
    run.identity === null
      ? { name: run.name, tags: { none: tag } }
      : { tags: { some: { ...tag, value: run.identity } } }
  return tx.trainingRun.findFirst({
    where: { ...same, source: 'import', experiment: { name: options.experiment } },
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true, importId: true },
  })
}

/** Runs of one name are told apart by the tracker's id, which then appears in the name. */
async function freeName(tx: Tx, { options, run }: StoreImportedRunInput): Promise<string> {
  if (run.identity === null) return run.name
  const where = { name: run.name, experiment: { name: options.experiment } }
  const isTaken = (await tx.trainingRun.count({ where })) > 0
  return isTaken ? `${run.name.slice(0, 200)} (${seenLine(run.identity.slice(0, 40))})` : run.name
}

/** The run that files were imported into before; a new one where there is none. */
async function findOrCreate(ctx: ServiceContext, input: StoreImportedRunInput): Promise<Found> {
  const { importId, options, run } = input
  return inTransaction(ctx, async (tx) => {
    const place = `import:${options.experiment}:${run.name}`
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${place}))::text`
    const held = await findHeld(tx, input)
    if (held) return { id: held.id, name: held.name, isNew: false, resumed: held.importId !== importId }
    const { experiment, packId } = options
    const name = await freeName(tx, input)
    const made = await createTrainingRun({
      ctx,
      input: {
        experiment,
        name,
        source: 'import',
        startedAt: run.startedAt === null ? null : new Date(run.startedAt),
        params: run.config,
        tags: run.identity === null ? run.tags : { ...run.tags, [TRACKER_ID_TAG]: run.identity },
        packId,
        importId,
      },
    })
    return { id: made.id, name, isNew: true, resumed: false }
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
 * Keeps one run of an uploaded file: a new run, or, where the same run was imported into the experiment before, the
 * next segments of it. Points and their line in the report are one transaction: a reader that dies leaves all of
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
  const { id, name, isNew, resumed } = await findOrCreate(ctx, input)
  const writeRun = async (tx: Tx): Promise<StoredRun> => {
    await tx.$queryRaw`select id::text from "training_run" where id = ${id}::uuid for update`
    const changed = isNew ? [] : await addConfig(tx, id, run.config)
    const before = resumed ? await segmentsOf(tx, id) : 0
    let fresh = 0
    for (const [index, segment] of run.segments.entries())
      for (const batches of batchesOf(segment, before + index))
        fresh += (await appendPoints(tx, id, batches)).stored
    const metrics = new Set(run.segments.flatMap(({ series }) => [...series.keys()])).size
    const line: ImportedRun = {
      id,
      name,
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
