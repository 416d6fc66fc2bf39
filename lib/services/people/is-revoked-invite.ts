import { z } from 'zod'
import type { PublicContext } from '#lib/services/context.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'

const Input = z.object({ token: z.string().max(200) })

/** Whether a link was taken back. Only who holds it learns that; any other link, good or bad, gives false. */
export async function isRevokedInvite({
  ctx,
  input,
}: {
  ctx: Pick<PublicContext, 'db'>
  input: z.input<typeof Input>
}): Promise<boolean> {
  const parsed = Input.safeParse(input)
  if (!parsed.success) return false
  const where = { tokenHash: hashSecret(parsed.data.token), revokedAt: { not: null } }
  return (await ctx.db.invite.count({ where })) > 0
}
