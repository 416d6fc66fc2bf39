import { PEOPLE } from '#lib/contracts/people.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { publicRoute } from '#lib/http/route.ts'
import { signInAfter } from '#lib/http/sign-in-after.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { getMe } from '#lib/services/people/get-me.ts'
import { listPeople } from '#lib/services/people/list-people.ts'
import { redeemInvite } from '#lib/services/people/redeem-invite.ts'
import { redeemOwnerToken } from '#lib/services/people/redeem-owner-token.ts'
import { revokeInvite } from '#lib/services/people/revoke-invite.ts'
import { revokeToken } from '#lib/services/people/revoke-token.ts'

export const peopleRoutes = bind(PEOPLE, {
  redeemOwner: { handler: publicRoute(parsing(PEOPLE.redeemOwner, redeemOwnerToken), signInAfter) },
  redeemInvite: { handler: publicRoute(parsing(PEOPLE.redeemInvite, redeemInvite), signInAfter) },
  me: getMe,
  list: listPeople,
  changeRole,
  invite: createInvite,
  revokeInvite,
  createToken,
  revokeToken,
})
