import { SYSTEM_ID } from '#lib/domain/capabilities.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, type PublicContext } from '#lib/services/context.ts'

/** A known browser was signed in to this account before; any other is only an address. */
type Source = 'known browser' | 'unknown browser'

/**
 * Puts a sign-in, or a try with a wrong password, on record. A try for an account that does not exist leaves nothing:
 * its name may be anything that a stranger, or a slip of the hand, typed.
 */
export async function recordSignIn({
  ctx,
  input: { email, hasWorked, from },
}: {
  ctx: Pick<PublicContext, 'db'>
  input: { email: string; hasWorked: boolean; from: Source }
}): Promise<void> {
  const user = await ctx.db.user.findUnique({
    where: { email: email.trim().toLowerCase() },
    select: { id: true, name: true, role: true },
  })
  if (user === null || user.id === SYSTEM_ID) return
  const actor = hasWorked
    ? ({ kind: 'user', userId: user.id, name: user.name, role: user.role } as const)
    : ({ kind: 'system' } as const)
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, actor, {
      verb: hasWorked ? 'people.sign-in' : 'people.sign-in-failed',
      entity: 'user',
      entityId: user.id,
      detail: { from },
    }),
  )
}
