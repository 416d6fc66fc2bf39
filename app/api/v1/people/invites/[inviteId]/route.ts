import { route } from '#lib/http/route.ts'
import { revokeInvite } from '#lib/services/people/revoke-invite.ts'

export const DELETE = route(revokeInvite)
