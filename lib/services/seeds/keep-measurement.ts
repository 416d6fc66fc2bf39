import type { SeedUploadReport } from '#lib/contracts/seeds.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { conflict } from '#lib/domain/errors.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import type { ImportSeedsInput } from '#lib/services/seeds/import-seeds.ts'

/** Gives a seed the DNA and the profile that a worker read from its own files; a lost claim writes nothing. */
export async function keepMeasurement({
  ctx,
  input: { uploadId, attempt, read, warnings },
}: {
  ctx: ServiceContext
  input: {
    uploadId: string
    attempt: number
    read: ImportSeedsInput['seeds'][number]
    warnings: ImportSeedsInput['warnings']
  }
}): Promise<void> {
  requireCapability(ctx, 'seed.import')
  await inTransaction(ctx, async (tx) => {
    const { seed } = await tx.seedUpload.findUniqueOrThrow({
      where: { id: uploadId },
      select: { seed: { select: { id: true, slug: true } } },
    })
    if (seed === null) throw conflict('This upload is not a measurement of a seed.')
    const { slug, id: seedId } = seed
    const report: SeedUploadReport = {
      v: 1,
      imported: [],
      present: [{ seedId, slug, folder: slug }],
      refused: [],
      warnings: [...warnings],
    }
    const { count } = await tx.seedUpload.updateMany({
      where: { id: uploadId, attempt, status: 'reading' },
      data: { status: 'read', report, leaseUntil: null, finishedAt: await databaseNow(tx) },
    })
    if (count !== 1) throw conflict('This seed is not being measured by the caller.')
    const { modality, taskType, metric, direction } = read.parsed
    await tx.seed.update({
      where: { id: seedId },
      data: {
        ...{ modality, taskType, metric, direction },
        dna: read.dna,
        profile: read.profile ?? Prisma.DbNull,
      },
    })
  })
}
