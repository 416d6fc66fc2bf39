import { publicRoute } from '#lib/http/route.ts'
import { signInAfter } from '#lib/http/sign-in-after.ts'
import { redeemOwnerToken } from '#lib/services/people/redeem-owner-token.ts'

export const POST = publicRoute(redeemOwnerToken, signInAfter)
