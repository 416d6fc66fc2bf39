import type { z } from 'zod'
import { type PackView, WithdrawPackInput } from '#lib/contracts/packs.ts'
import { transitionPack } from '#lib/db/transition.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { PACK_SELECT, toPackView } from '#lib/services/packs/pack-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

/** Takes a ready pack out of use, for a reason that everybody sees. Its bytes and its list of versions stay. */
export async function withdrawPack({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof WithdrawPackInput>
}): Promise<PackView> {
  requireCapability(ctx, 'pack.withdraw')
  const { id, reason } = parseInput(WithdrawPackInput, input)
  return inTransaction(ctx, async (tx) => {
    if (!(await transitionPack(tx, id, 'ready', 'withdrawn', { patch: { error: reason } }))) {
      const row = await tx.pack.findUnique({ where: { id }, select: { status: true } })
      if (row === null) throw notFound('pack', id)
      throw precondition(`The pack is ${row.status}; only ready packs are withdrawn.`)
    }
    const detail = { reason }
    await recordAudit(tx, ctx.actor, { verb: 'pack.withdraw', entity: 'pack', entityId: id, detail })
    const row = await tx.pack.findUniqueOrThrow({ where: { id }, select: PACK_SELECT })
    return toPackView(row, await namesOf(tx, [row.createdBy]))
  })
}
