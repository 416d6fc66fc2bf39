import type { z } from 'zod'
import { type PackDetail, PackParams } from '#lib/contracts/packs.ts'
import { unless } from '#lib/contracts/paging.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { contractKindOf } from '#lib/services/environments/held-out-versions.ts'
import { PACK_SELECT, toPackView } from '#lib/services/packs/pack-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

function withdrawObjection(ctx: ServiceContext, status: string): string | null {
  const notYet = status === 'ready' ? null : `The pack is ${status}; only ready packs are withdrawn.`
  return whyNot(ctx.actor, 'pack.withdraw') ?? notYet
}

/** A pack with the versions that it froze. */
export async function getPack({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof PackParams>
}): Promise<PackDetail> {
  requireCapability(ctx, 'pack.read')
  const { id } = parseInput(PackParams, input)
  const row = await ctx.db.pack.findUnique({ where: { id }, select: PACK_SELECT })
  if (row === null) throw notFound('pack', id)
  const entries = await ctx.db.packEntry.findMany({
    where: { packId: id },
    select: {
      versionId: true,
      contentHash: true,
      split: true,
      version: {
        select: {
          number: true,
          title: true,
          modality: true,
          metric: true,
          task: true,
          id: true,
          environment: { select: { id: true, slug: true } },
        },
      },
    },
    orderBy: { contentHash: 'asc' },
  })
  const view = toPackView(row, await namesOf(ctx.db, [row.createdBy]))
  const notYet = row.status === 'ready' ? null : `The pack is ${row.status}.`
  return {
    ...view,
    entries: entries.map(({ version, ...entry }) => ({
      ...entry,
      environmentId: version.environment.id,
      slug: version.environment.slug,
      title: version.title,
      version: version.number,
      modality: version.modality,
      metric: version.metric,
      split: entry.split,
      feedback: contractKindOf(version),
    })),
    can: {
      download: unless(whyNot(ctx.actor, 'pack.download') ?? notYet),
      withdraw: unless(withdrawObjection(ctx, row.status)),
    },
  }
}
