import type { z } from 'zod'
import { ChangeRoleInput, type Person } from '#lib/contracts/people.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toPerson } from '#lib/services/people/list-people.ts'
import { LOCAL_USER_ID } from '#lib/services/people/local-person.ts'

/** Changes a person's role or locks the account; its sessions end. The last owner stays. */
export async function changeRole({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof ChangeRoleInput>
}): Promise<Person> {
  requireCapability(ctx, 'people.change-role')
  const input = parseInput(ChangeRoleInput, raw)
  return inTransaction(ctx, async (tx) => {
    // All owners are locked, so that two owners cannot demote each other at once.
    const owners = await tx.$queryRaw<{ id: string }[]>`
      select id from "user" u where role = 'owner' and "disabledAt" is null
        and (id <> ${LOCAL_USER_ID} or exists (select from account a where a."userId" = u.id))
      order by id for update`
    const before = await tx.user.findUnique({
      where: { id: input.userId },
      select: { role: true, disabledAt: true },
    })
    if (before === null) throw notFound('person', input.userId)
    const stays = input.role === 'owner' && input.disabled !== true
    if (!stays && owners.length === 1 && owners[0]?.id === input.userId)
      throw precondition('This is the last owner. Make somebody else owner first.')
    const disabled = input.disabled ?? before.disabledAt !== null
    const row = await tx.user.update({
      where: { id: input.userId },
      data: {
        role: input.role,
        disabledAt: disabled ? (before.disabledAt ?? (await databaseNow(tx))) : null,
      },
      select: { id: true, name: true, email: true, role: true, disabledAt: true, createdAt: true },
    })
    await tx.session.deleteMany({ where: { userId: input.userId } })
    const detail = { from: before.role, to: input.role, disabled }
    await recordAudit(tx, ctx.actor, {
      verb: 'people.change-role',
      entity: 'user',
      entityId: input.userId,
      detail,
    })
    return toPerson(row)
  })
}
