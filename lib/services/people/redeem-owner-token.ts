import type { z } from 'zod'
import { type Redeemed, RedeemOwnerTokenInput } from '#lib/contracts/people.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { PublicContext } from '#lib/services/context.ts'
import { redeemLink } from '#lib/services/people/redeem-link.ts'

/** The first owner's account, from the token that the set-up printed. */
export async function redeemOwnerToken({
  ctx,
  input,
}: {
  ctx: PublicContext
  input: z.input<typeof RedeemOwnerTokenInput>
}): Promise<Redeemed> {
  return redeemLink(ctx, 'owner', parseInput(RedeemOwnerTokenInput, input))
}
