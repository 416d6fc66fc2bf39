import { route } from '#lib/http/route.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'

export const POST = route(createInvite, { status: () => 201 })
