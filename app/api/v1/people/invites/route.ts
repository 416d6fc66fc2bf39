import { command } from '#lib/http/route.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'

export const POST = command('people.invite', createInvite, { status: () => 201 })
