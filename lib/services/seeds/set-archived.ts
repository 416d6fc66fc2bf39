import type { z } from 'zod'
import { SeedParams, type SeedView } from '#lib/contracts/seeds.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SEED_SELECT, toSeedView, whereSeed } from '#lib/services/seeds/seed-view.ts'

/** Puts a seed away or takes it back. Doing either twice changes nothing, and is recorded once. */
export async function setArchived(
  ctx: ServiceContext,
  input: z.input<typeof SeedParams>,
  archived: boolean,
): Promise<SeedView> {
  requireCapability(ctx, 'seed.edit')
  const { id } = parseInput(SeedParams, input)
  return inTransaction(ctx, async (tx) => {
    const seed = await tx.seed.findUnique({ where: whereSeed(id), select: { id: true, slug: true } })
    if (seed === null) throw notFound('seed', id)
    const { count } = await tx.seed.updateMany({
      where: { id: seed.id, archivedAt: archived ? null : { not: null } },
      data: archived
        ? { archivedAt: await databaseNow(tx), archivedBy: personOf(ctx.actor) }
        : { archivedAt: null, archivedBy: null },
    })
    if (count === 1)
      await recordAudit(tx, ctx.actor, {
        verb: archived ? 'seed.archive' : 'seed.restore',
        entity: 'seed',
        entityId: seed.id,
        detail: { slug: seed.slug },
      })
    const row = await tx.seed.findUniqueOrThrow({ where: { id: seed.id }, select: SEED_SELECT })
    return toSeedView(row, await namesOf(tx, [row.uploadedBy]))
  })
}
