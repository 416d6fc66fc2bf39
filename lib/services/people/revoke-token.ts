import type { z } from 'zod'
import { RevokeTokenInput } from '#lib/contracts/people.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Ends a token: one's own, or anybody's for an owner. Ending it twice changes nothing. */
export async function revokeToken({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof RevokeTokenInput>
}): Promise<{ id: string }> {
  requireCapability(ctx, 'token.revoke')
  const { tokenId } = parseInput(RevokeTokenInput, raw)
  return inTransaction(ctx, async (tx) => {
    const row = await tx.apiToken.findUnique({ where: { id: tokenId }, select: { userId: true } })
    if (row === null) throw notFound('token', tokenId)
    if (row.userId !== personOf(ctx.actor) && !can(ctx.actor, 'people.change-role'))
      throw forbidden("Only owners end other people's tokens.")
    const { count } = await tx.apiToken.updateMany({
      where: { id: tokenId, revokedAt: null },
      data: { revokedAt: await databaseNow(tx) },
    })
    if (count === 1)
      await recordAudit(tx, ctx.actor, { verb: 'token.revoke', entity: 'token', entityId: tokenId })
    return { id: tokenId }
  })
}
