import { randomUUID } from 'node:crypto'
import type { Redeemed } from '#lib/contracts/people.ts'
import type { Db, Tx } from '#lib/db/client.ts'
import { AppError, conflict, precondition } from '#lib/domain/errors.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, isUniqueViolation, type PublicContext } from '#lib/services/context.ts'
import { HAS_PERSON, LOCAL_USER_ID, waitsForOwner } from '#lib/services/people/local-person.ts'
import { hashPassword } from '#lib/services/people/passwords.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'

const TAKEN = 'There is an account with this e-mail address. Sign in instead.'

export type NewPerson = { token: string; name: string; email: string; password: string }

/**
 * Turns a one-time link into an account, in one transaction: of two who use the link at once, one gets in. The
 * answer to a wrong, used or expired link is the same, and comes before the password costs anything; one that was taken
 * back says so. The owner's
 * link gives the account that the command line of the machine acts for already.
 */
export async function redeemLink(
  ctx: PublicContext,
  kind: 'owner' | 'member',
  person: NewPerson,
): Promise<Redeemed> {
  await guardLink(ctx.db, kind, person)
  const password = await hashPassword(person.password)
  try {
    return await inTransaction(ctx, async (tx) => {
      const invite = await claim(tx, kind, person)
      const userId = kind === 'owner' && (await waitsForOwner(tx)) ? LOCAL_USER_ID : randomUUID()
      const { role } = invite
      const who = { name: person.name, email: person.email, role }
      await tx.user.upsert({
        where: { id: userId },
        create: { id: userId, ...who },
        update: who,
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
    if (isUniqueViolation(error)) throw conflict(TAKEN)
    throw error
  }
}

const REFUSED = 'This link is wrong, used or older than three days. Ask for a new one.'
const REVOKED = 'This invitation was taken back. Ask for a new one.'
type Link = { id: string; role: UserRole }
type LinkKind = PrismaJson.InviteKind

/** The open link of a secret. Throws for one that opens nothing, for somebody else, or for a second owner. */
async function guardLink(tx: Db | Tx, kind: LinkKind, person: NewPerson): Promise<Link> {
  const invite = await tx.invite.findFirst({
    where: {
      tokenHash: hashSecret(person.token),
      kind,
      redeemedAt: null,
      expiresAt: { gt: await databaseNow(tx) },
    },
    select: { id: true, role: true, email: true, revokedAt: true },
  })
  if (invite !== null && invite.revokedAt !== null) throw new AppError('forbidden', REVOKED)
  if (invite === null) throw new AppError('forbidden', REFUSED)
  if (invite.email !== null && invite.email !== person.email)
    throw new AppError('forbidden', `This invitation is for ${invite.email}.`)
  if ((await tx.user.count({ where: { email: person.email } })) > 0) throw conflict(TAKEN)
  if (kind === 'owner' && (await tx.user.count({ where: { role: 'owner', ...HAS_PERSON } })) > 0)
    throw precondition('There is an owner already; ask them for an invitation.')
  return invite
}

/** Marks the link as used; of two at once, the second finds it used. */
async function claim(tx: Tx, kind: LinkKind, person: NewPerson): Promise<Link> {
  const link = await guardLink(tx, kind, person)
  const { count } = await tx.invite.updateMany({
    where: { id: link.id, redeemedAt: null, revokedAt: null },
    data: { redeemedAt: await databaseNow(tx) },
  })
  if (count === 0) throw new AppError('forbidden', REFUSED)
  return link
}
