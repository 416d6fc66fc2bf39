import type { Actor } from '#lib/domain/capabilities.ts'
import type { PublicContext } from '#lib/services/context.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'

/** Who a bearer token acts for; null when it is unknown, ended, or its person's account is locked. */
export async function actorOfToken({
  ctx,
  token,
}: {
  ctx: PublicContext
  token: string
}): Promise<Actor | null> {
  const row = await ctx.db.apiToken.findUnique({
    where: { tokenHash: hashSecret(token) },
    select: {
      id: true,
      name: true,
      scope: true,
      revokedAt: true,
      user: { select: { id: true, name: true, role: true, disabledAt: true } },
    },
  })
  if (row === null || row.revokedAt !== null || row.user.disabledAt !== null) return null
  // At most one write a minute: last use is for people, not for counting.
  await ctx.db.$executeRaw`
    update api_token set "lastUsedAt" = now()
    where id = ${row.id}::uuid and ("lastUsedAt" is null or "lastUsedAt" < now() - interval '1 minute')`
  return {
    kind: 'token',
    tokenId: row.id,
    userId: row.user.id,
    name: row.user.name,
    role: row.user.role,
    scope: row.scope,
  }
}
