import type { People, Person, TokenView } from '#lib/contracts/people.ts'
import { can, personOf } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import { databaseNow, requireCapability, type ServiceContext } from '#lib/services/context.ts'

type UserRow = {
  id: string
  name: string
  email: string
  role: UserRole
  disabledAt: Date | null
  createdAt: Date
}
/** The database checks the role against the same list. */
export const toPerson = (row: UserRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  disabled: row.disabledAt !== null,
  createdAt: row.createdAt.toISOString(),
})

/** People; for owners also the open invitations and everybody's tokens, for others their own tokens. */
export async function listPeople({ ctx }: { ctx: ServiceContext }): Promise<People> {
  requireCapability(ctx, 'people.list')
  const manages = can(ctx.actor, 'people.invite')
  const users = await ctx.db.user.findMany({
    select: { id: true, name: true, email: true, role: true, disabledAt: true, createdAt: true },
    orderBy: { createdAt: 'asc' },
  })
  const tokens = await ctx.db.apiToken.findMany({
    where: manages ? {} : { userId: personOf(ctx.actor) },
    select: {
      id: true,
      name: true,
      scope: true,
      userId: true,
      createdAt: true,
      lastUsedAt: true,
      revokedAt: true,
      user: { select: { name: true } },
    },
    orderBy: { createdAt: 'desc' },
  })
  const invites = manages ? await openInvites(ctx) : []
  const shown = users
    .map(toPerson)
    .map((person) => (manages || person.id === personOf(ctx.actor) ? person : { ...person, email: '' }))
  return {
    people: shown,
    invites,
    tokens: tokens.map(
      (row): TokenView => ({
        id: row.id,
        name: row.name,
        scope: row.scope,
        userId: row.userId,
        userName: row.user.name,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
        revokedAt: row.revokedAt?.toISOString() ?? null,
      }),
    ),
  }
}

async function openInvites(ctx: ServiceContext): Promise<People['invites']> {
  const rows = await ctx.db.invite.findMany({
    where: {
      kind: 'member',
      redeemedAt: null,
      revokedAt: null,
      expiresAt: { gt: await databaseNow(ctx.db) },
    },
    select: { id: true, role: true, email: true, createdAt: true, expiresAt: true },
    orderBy: { createdAt: 'desc' },
  })
  return rows.map((row) => ({
    ...row,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}
