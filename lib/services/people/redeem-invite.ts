import type { z } from 'zod'
import { type Redeemed, RedeemInviteInput } from '#lib/contracts/people.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { PublicContext } from '#lib/services/context.ts'
import { redeemLink } from '#lib/services/people/redeem-link.ts'

/** A member's account with the role that the invitation names. */
export async function redeemInvite({
  ctx,
  input,
}: {
  ctx: PublicContext
  input: z.input<typeof RedeemInviteInput>
}): Promise<Redeemed> {
  return redeemLink(ctx, 'member', parseInput(RedeemInviteInput, input))
}
