import type { ConnectionList } from '#lib/contracts/connections.ts'
import { can } from '#lib/domain/capabilities.ts'
import { readConnections } from '#lib/services/connections/connection-view.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** All connections by name, with what they cost so far; keys stay where they are. */
export async function listConnections({
  ctx,
}: {
  ctx: ServiceContext
  input?: Record<never, never>
}): Promise<ConnectionList> {
  requireCapability(ctx, 'connection.read')
  return {
    connections: await readConnections(ctx.db),
    can: {
      manage: can(ctx.actor, 'connection.manage')
        ? { allowed: true }
        : { allowed: false, reason: 'The owner adds and changes connections.' },
    },
  }
}
