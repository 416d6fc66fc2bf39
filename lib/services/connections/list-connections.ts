import type { ConnectionList } from '#lib/contracts/connections.ts'
import { unless } from '#lib/contracts/paging.ts'
import { whyNot } from '#lib/domain/why-not.ts'
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
      manage: unless(whyNot(ctx.actor, 'connection.manage')),
    },
  }
}
