'use server'

import { ConnectionParams, CreateConnectionInput, UpdateConnectionInput } from '#lib/contracts/connections.ts'
import { action } from '#lib/http/action.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { updateConnection } from '#lib/services/connections/update-connection.ts'

export const createConnectionAction = action(CreateConnectionInput, createConnection)
export const updateConnectionAction = action(UpdateConnectionInput, updateConnection)
export const disableConnectionAction = action(ConnectionParams, disableConnection)
export const checkConnectionAction = action(ConnectionParams, checkConnection)
