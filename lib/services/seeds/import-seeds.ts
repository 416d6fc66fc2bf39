import type { SeedUploadReport, SeedUploadView } from '#lib/contracts/seeds.ts'
import type { Tx } from '#lib/db/client.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import type { ParsedSeed } from '#lib/packs/read-seeds.ts'
import type { RefusedFolder } from '#lib/packs/seed-refusal.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

/** What a worker read from one upload. The files of every seed lie in the blob store already. */
export type ImportSeedsInput = {
  uploadId: string
  seeds: readonly {
    parsed: ParsedSeed
    dna: Dna
    profile: SeedProfile | null
  }[]
  refused: readonly RefusedFolder[]
  warnings: readonly { folder: string; message: string }[]
  /** The claim of the worker; a lost lease writes nothing. */
  attempt?: number
}

/** Adds the seeds of an upload to the library, once per content, and closes the upload with its report. */
export async function importSeeds({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: ImportSeedsInput
}): Promise<SeedUploadView> {
  requireCapability(ctx, 'seed.import')
  return inTransaction(ctx, async (tx) => {
    const upload = await tx.seedUpload.findUnique({
      where: { id: input.uploadId },
      select: { uploadedBy: true, report: true },
    })
    if (upload === null) throw notFound('upload', input.uploadId)
    // Two workers with one archive: the second waits here and then finds every seed present.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtext('seed.import'))::text`
    const bundled = JSON.stringify(upload.report).includes('"bundled":true')
    const report: SeedUploadReport = {
      v: 1,
      imported: [],
      present: [],
      refused: [...input.refused],
      warnings: [...input.warnings],
    }
    for (const { parsed, dna, profile } of input.seeds) {
      const known = await tx.seed.findUnique({
        where: { contentHash: parsed.contentHash },
        select: { id: true, slug: true, archivedAt: true },
      })
      if (known !== null) {
        if (known.archivedAt !== null)
          report.warnings.push({
            folder: parsed.folder,
            message: `It is here as ${known.slug}, which is archived; restore that seed to use it.`,
          })
        report.present.push({ seedId: known.id, slug: known.slug, folder: parsed.folder })
        continue
      }
      const seed = await insert(
        tx,
        parsed,
        { dna: stored(Dna, dna, `measured dna of ${parsed.folder}`), profile },
        {
          uploadId: input.uploadId,
          uploadedBy: upload.uploadedBy,
          bundled,
        },
      )
      report.imported.push({ seedId: seed.id, slug: seed.slug, title: parsed.title })
      const detail = { slug: seed.slug, contentHash: parsed.contentHash, evalOverlap: parsed.evalOverlap }
      await recordAudit(tx, ctx.actor, { verb: 'seed.import', entity: 'seed', entityId: seed.id, detail })
    }
    return toUploadView(await close(tx, input, report))
  })
}

async function insert(
  tx: Tx,
  parsed: ImportSeedsInput['seeds'][number]['parsed'],
  { dna, profile }: Pick<ImportSeedsInput['seeds'][number], 'dna' | 'profile'>,
  origin: { uploadId: string; uploadedBy: string; bundled: boolean },
): Promise<{ id: string; slug: string }> {
  const files = parsed.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
  await tx.blob.createMany({
    data: files.map(({ sha256, bytes }) => ({ sha256, bytes })),
    skipDuplicates: true,
  })
  const { title, contentHash, modality, taskType, metric, direction, description, licence } = parsed
  const source = parsed.attribution === '' ? parsed.source : `${parsed.attribution} (${parsed.source})`
  return tx.seed.create({
    data: {
      slug: await freeSlug(tx, parsed.slug),
      title,
      contentHash,
      modality,
      taskType,
      metric,
      direction,
      description,
      licence,
      source,
      dna,
      ...(profile === null ? {} : { profile }),
      files,
      ...origin,
    },
    select: { id: true, slug: true },
  })
}

async function freeSlug(tx: Tx, wanted: string): Promise<string> {
  const rows = await tx.seed.findMany({ where: { slug: { startsWith: wanted } }, select: { slug: true } })
  const taken = new Set(rows.map((row) => row.slug))
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`
}

async function close(tx: Tx, input: ImportSeedsInput, report: SeedUploadReport) {
  const nothing = report.imported.length + report.present.length === 0
  const { count } = await tx.seedUpload.updateMany({
    where: {
      id: input.uploadId,
      status: 'reading',
      ...(input.attempt === undefined ? {} : { attempt: input.attempt }),
    },
    data: {
      status: nothing ? 'failed' : 'read',
      error: nothing ? 'The archive holds no seed task that can be used; the report says why.' : null,
      report,
      leaseUntil: null,
      finishedAt: await databaseNow(tx),
    },
  })
  if (count !== 1) throw conflict('This upload is not being read by the caller.')
  return tx.seedUpload.findUniqueOrThrow({ where: { id: input.uploadId }, select: UPLOAD_SELECT })
}
