import { command } from '#lib/http/route.ts'
import { createToken } from '#lib/services/people/create-token.ts'

export const POST = command('token.create', createToken, { status: () => 201 })
