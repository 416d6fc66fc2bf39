import type { Actor } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import type { PublicContext } from '#lib/services/context.ts'

/**
 * Who a session belongs to; null when it is unknown or over, or its person's account is locked. Role and lock are
 * read afresh at every request, and the clock is the database's: a web server whose own is wrong ends no session.
 */
export async function actorOfSession({
  ctx,
  token,
}: {
  ctx: Pick<PublicContext, 'db'>
  token: string
}): Promise<Actor | null> {
  const [row] = await ctx.db.$queryRaw<{ id: string; name: string; role: UserRole }[]>`
    select u.id, u.name, u.role from session s join "user" u on u.id = s."userId"
    where s.token = ${token} and s."expiresAt" > now() at time zone 'utc' and u."disabledAt" is null`
  return row === undefined ? null : { kind: 'user', userId: row.id, name: row.name, role: row.role }
}
