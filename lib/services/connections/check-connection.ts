import type { z } from 'zod'
import { ConnectionParams, type ConnectionView } from '#lib/contracts/connections.ts'
import { precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { readConnection } from '#lib/services/connections/connection-view.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/**
 * Asks a worker to list the provider's models: this process never talks to a provider. `checkedAt` is the time of the
 * question until the answer is there; a second question meanwhile changes nothing.
 */
export async function checkConnection({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ConnectionParams>
}): Promise<ConnectionView> {
  requireCapability(ctx, 'connection.manage')
  const { id } = parseInput(ConnectionParams, input)
  return inTransaction(ctx, async (tx) => {
    const { status } = await readConnection(tx, id)
    if (status === 'disabled') throw precondition('This connection is disabled. Enable it first.')
    const { count } = await tx.connection.updateMany({
      where: { id, checkStatus: { not: 'checking' } },
      data: { checkStatus: 'checking', checkMessage: null, checkedAt: await databaseNow(tx) },
    })
    if (count > 0) {
      await ctx.queue.enqueue(tx, { queue: 'connection.check', id })
      await recordAudit(tx, ctx.actor, { verb: 'connection.check', entity: 'connection', entityId: id })
    }
    return readConnection(tx, id)
  })
}
