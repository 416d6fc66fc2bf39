import { route } from '#lib/http/route.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'

export const POST = route(checkConnection, { status: () => 202 })
