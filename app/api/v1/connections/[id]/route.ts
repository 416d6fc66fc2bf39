import { command, route } from '#lib/http/route.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { updateConnection } from '#lib/services/connections/update-connection.ts'

export const PATCH = command('connection.manage', updateConnection)
/** Takes the connection out of use; its ledger stays. */
export const DELETE = route(disableConnection)
