import type { z } from 'zod'
import { RenameSeedInput, type SeedView } from '#lib/contracts/seeds.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SEED_SELECT, toSeedView, whereSeed } from '#lib/services/seeds/seed-view.ts'

/** Gives a seed another title. Its slug stays: addresses and runs name it so. */
export async function renameSeed({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RenameSeedInput>
}): Promise<SeedView> {
  requireCapability(ctx, 'seed.edit')
  const { id, title } = parseInput(RenameSeedInput, input)
  return inTransaction(ctx, async (tx) => {
    const seed = await tx.seed.findUnique({ where: whereSeed(id), select: { id: true, title: true } })
    if (seed === null) throw notFound('seed', id)
    const row = await tx.seed.update({ where: { id: seed.id }, data: { title }, select: SEED_SELECT })
    if (seed.title !== title)
      await recordAudit(tx, ctx.actor, {
        verb: 'seed.rename',
        entity: 'seed',
        entityId: seed.id,
        detail: { from: seed.title, to: title },
      })
    return toSeedView(row, await namesOf(tx, [row.uploadedBy]))
  })
}
