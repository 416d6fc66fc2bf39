import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { Redeemed } from '#lib/contracts/people.ts'
import type { Tx } from '#lib/db/client.ts'
import { AppError, conflict, precondition } from '#lib/domain/errors.ts'
import { USER_ROLES, type UserRole } from '#lib/domain/vocabulary.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, isUniqueViolation, type PublicContext } from '#lib/services/context.ts'
import { LOCAL_USER_ID } from '#lib/services/people/create-local-token.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'

export type NewPerson = { token: string; name: string; email: string; password: string }

/**
 * Turns a one-time link into an account, in one transaction: of two who use the link at once, one gets in. The
 * answer to a wrong, used or expired link is the same.
 */
export async function redeemLink(
  ctx: PublicContext,
  kind: 'owner' | 'member',
  person: NewPerson,
): Promise<Redeemed> {
  const password = await hashPassword(person.password)
  try {
    return await inTransaction(ctx, async (tx) => {
      const invite = await claim(tx, kind, person)
      const userId = randomUUID()
      const role = roleOf(invite.role)
      await tx.user.create({
        data: { id: userId, name: person.name, email: person.email, role },
        select: { id: true },
      })
      await tx.account.create({
        data: { id: randomUUID(), accountId: userId, providerId: 'credential', userId, password },
        select: { id: true },
      })
      await tx.invite.update({ where: { id: invite.id }, data: { redeemedBy: userId }, select: { id: true } })
      const actor = { kind: 'user', userId, name: person.name, role } as const
      await recordAudit(tx, actor, {
        verb: `people.redeem-${kind}`,
        entity: 'user',
        entityId: userId,
        detail: { role },
      })
      return { userId, email: person.email, role }
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw conflict('There is an account with this e-mail address. Sign in instead.')
    throw error
  }
}

async function claim(tx: Tx, kind: string, person: NewPerson): Promise<{ id: string; role: string }> {
  const now = await databaseNow(tx)
  const tokenHash = hashSecret(person.token)
  const { count } = await tx.invite.updateMany({
    where: { tokenHash, kind, redeemedAt: null, expiresAt: { gt: now } },
    data: { redeemedAt: now },
  })
  const invite =
    count === 1
      ? await tx.invite.findUnique({ where: { tokenHash }, select: { id: true, role: true, email: true } })
      : null
  if (invite === null)
    throw new AppError('forbidden', 'This link is wrong, used or older than three days. Ask for a new one.')
  if (invite.email !== null && invite.email !== person.email)
    throw new AppError('forbidden', `This invitation is for ${invite.email}.`)
  if (kind === 'owner') {
    const owner = await tx.user.findFirst({
      where: { role: 'owner', id: { not: LOCAL_USER_ID } },
      select: { id: true },
    })
    if (owner !== null) throw precondition('There is an owner already; ask them for an invitation.')
  }
  return invite
}

function roleOf(role: string): UserRole {
  const known = USER_ROLES.find((one) => one === role)
  if (known === undefined) throw new AppError('internal', `Unknown role ${role}.`)
  return known
}
