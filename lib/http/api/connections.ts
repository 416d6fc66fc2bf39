import { CONNECTIONS } from '#lib/contracts/connections.ts'
import { bind } from '#lib/http/bind.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { updateConnection } from '#lib/services/connections/update-connection.ts'

export const connectionsRoutes = bind(CONNECTIONS, {
  list: listConnections,
  create: createConnection,
  update: updateConnection,
  disable: disableConnection,
  check: checkConnection,
})
