import type { z } from 'zod'
import { ListSeedsQuery, type SeedList } from '#lib/contracts/seeds.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { cutPage, NEWEST_FIRST, olderThan } from '#lib/services/cursor.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SEED_SELECT, toSeedView } from '#lib/services/seeds/seed-view.ts'
import { toUploadView, UPLOAD_SELECT } from '#lib/services/seeds/upload-view.ts'

/** The seed library, or the seeds that were put away, newest first, and the caller's last uploads. */
export async function listSeeds({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof ListSeedsQuery>
}): Promise<SeedList> {
  requireCapability(ctx, 'seed.read')
  const query = parseInput(ListSeedsQuery, input)
  const contains = { contains: query.search ?? '', mode: 'insensitive' } as const
  // Before the seeds: a page stops asking once an upload has ended, and must have its seeds by then.
  const uploads = await ctx.db.seedUpload.findMany({
    where: { uploadedBy: personOf(ctx.actor), seedId: null },
    select: UPLOAD_SELECT,
    orderBy: { createdAt: 'desc' },
    take: 20,
  })
  const rows = await ctx.db.seed.findMany({
    where: {
      AND: [
        query.search ? { OR: [{ title: contains }, { slug: contains }] } : {},
        query.modality ? { modality: query.modality } : {},
        { archivedAt: query.archived ? { not: null } : null },
        olderThan(query.after),
      ],
    },
    select: SEED_SELECT,
    orderBy: NEWEST_FIRST,
    take: query.limit + 1,
  })
  const { page, next } = cutPage(rows, query)
  const nameOf = await namesOf(
    ctx.db,
    page.map((row) => row.uploadedBy),
  )
  return { seeds: page.map((row) => toSeedView(row, nameOf)), next, uploads: uploads.map(toUploadView) }
}
