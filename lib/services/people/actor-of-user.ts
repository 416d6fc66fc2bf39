import type { Actor } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'
import type { PublicContext } from '#lib/services/context.ts'

/** The actor of a signed-in session; role and lock are read afresh at every request. */
export async function actorOfUser({
  ctx,
  userId,
}: {
  ctx: PublicContext
  userId: string
}): Promise<Actor | null> {
  const row = await ctx.db.user.findUnique({
    where: { id: userId },
    select: { name: true, role: true, disabledAt: true },
  })
  if (row === null || row.disabledAt !== null) return null
  return { kind: 'user', userId, name: row.name, role: row.role as UserRole }
}
