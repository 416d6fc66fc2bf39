import { forbidden } from '#lib/domain/errors.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, type ServiceContext } from '#lib/services/context.ts'
import { HAS_PERSON } from '#lib/services/people/local-person.ts'
import { hashSecret, hoursAfter, LINK_HOURS, newSecret } from '#lib/services/people/secrets.ts'

/**
 * Makes the one-time token that the first owner redeems; an older open one stops working. Null once there is an
 * owner. Only the product itself may call this, on its own machine.
 */
export async function issueOwnerToken({
  ctx,
}: {
  ctx: ServiceContext
}): Promise<{ token: string; expiresAt: string } | null> {
  if (ctx.actor.kind !== 'system') throw forbidden('Only the set-up makes owner tokens.')
  return inTransaction(ctx, async (tx) => {
    const owner = await tx.user.findFirst({
      where: { role: 'owner', disabledAt: null, ...HAS_PERSON },
      select: { id: true },
    })
    if (owner !== null) return null
    await tx.invite.deleteMany({ where: { kind: 'owner', redeemedAt: null } })
    const token = newSecret('smo')
    const expiresAt = hoursAfter(await databaseNow(tx), LINK_HOURS)
    const invite = await tx.invite.create({
      data: { kind: 'owner', role: 'owner', tokenHash: hashSecret(token), expiresAt },
      select: { id: true },
    })
    await recordAudit(tx, ctx.actor, {
      verb: 'people.issue-owner-token',
      entity: 'invite',
      entityId: invite.id,
    })
    return { token, expiresAt: expiresAt.toISOString() }
  })
}
