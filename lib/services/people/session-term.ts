import type { PublicContext } from '#lib/services/context.ts'

/** How long a session lasts from its sign-in. */
export const SESSION_S = 7 * 24 * 3600

/** When a session that begins now ends, by the database's clock. Sessions of this person that are over go. */
export async function sessionTerm({
  ctx,
  userId,
}: {
  ctx: Pick<PublicContext, 'db'>
  userId: string
}): Promise<{ createdAt: Date; expiresAt: Date }> {
  const [clock] = await ctx.db.$queryRaw<{ createdAt: Date; expiresAt: Date }[]>`
    with over as (delete from session where "userId" = ${userId} and "expiresAt" < now() at time zone 'utc')
    select now() as "createdAt", now() + make_interval(secs => ${SESSION_S}) as "expiresAt"`
  if (clock === undefined) throw new Error('The database has no clock.')
  return clock
}
