import { command, route } from '#lib/http/route.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'

export const GET = route(listConnections)
export const POST = command('connection.manage', createConnection, { status: () => 201 })
