import type { z } from 'zod'
import { RevokeInviteInput } from '#lib/contracts/people.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Takes an open invitation back: its link says so from now on. Twice changes nothing. */
export async function revokeInvite({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RevokeInviteInput>
}): Promise<{ id: string }> {
  requireCapability(ctx, 'people.invite')
  const { inviteId: id } = parseInput(RevokeInviteInput, input)
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.invite.updateMany({
      where: { id, kind: 'member', redeemedAt: null, revokedAt: null },
      data: { revokedAt: await databaseNow(tx) },
    })
    if (count === 0) {
      const row = await tx.invite.findFirst({
        where: { id, kind: 'member' },
        select: { redeemedAt: true },
      })
      if (row === null) throw notFound('invitation', id)
      if (row.redeemedAt !== null)
        throw precondition(
          'Somebody has used this invitation already. Take the access of their account away.',
        )
      return { id }
    }
    await recordAudit(tx, ctx.actor, { verb: 'people.revoke-invite', entity: 'invite', entityId: id })
    return { id }
  })
}
