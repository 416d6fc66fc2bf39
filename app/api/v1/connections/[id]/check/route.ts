import { command } from '#lib/http/route.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'

export const POST = command('connection.manage', checkConnection, { status: () => 202 })
