import { route } from '#lib/http/route.ts'
import { revokeToken } from '#lib/services/people/revoke-token.ts'

export const DELETE = route(revokeToken)
