import type { z } from 'zod'
import { CreateInviteInput, type InviteCreated } from '#lib/contracts/people.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { hashSecret, hoursAfter, LINK_HOURS, newSecret } from '#lib/services/people/secrets.ts'

/** A one-time link for a new member; the link is in this answer and nowhere else. */
export async function createInvite({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateInviteInput>
}): Promise<InviteCreated> {
  requireCapability(ctx, 'people.invite')
  const input = parseInput(CreateInviteInput, raw)
  return inTransaction(ctx, async (tx) => {
    const token = newSecret('smi')
    const expiresAt = hoursAfter(await databaseNow(tx), LINK_HOURS)
    const { id } = await tx.invite.create({
      data: {
        kind: 'member',
        role: input.role,
        email: input.email,
        tokenHash: hashSecret(token),
        createdBy: personOf(ctx.actor),
        expiresAt,
      },
      select: { id: true },
    })
    await recordAudit(tx, ctx.actor, {
      verb: 'people.invite',
      entity: 'invite',
      entityId: id,
      detail: { role: input.role },
    })
    return { id, token, path: `/invite?token=${token}`, role: input.role, expiresAt: expiresAt.toISOString() }
  })
}
