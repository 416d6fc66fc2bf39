import { publicRoute } from '#lib/http/route.ts'
import { signInAfter } from '#lib/http/sign-in-after.ts'
import { redeemInvite } from '#lib/services/people/redeem-invite.ts'

export const POST = publicRoute(redeemInvite, signInAfter)
