import type { z } from 'zod'
import { ConnectionParams, type ConnectionView } from '#lib/contracts/connections.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { readConnection } from '#lib/services/connections/connection-view.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** Takes a connection out of use: no run starts with it and none calls it again. Its ledger stays. */
export async function disableConnection({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ConnectionParams>
}): Promise<ConnectionView> {
  requireCapability(ctx, 'connection.manage')
  const { id } = parseInput(ConnectionParams, input)
  return inTransaction(ctx, async (tx) => {
    const disabledAt = await databaseNow(tx)
    const { count } = await tx.connection.updateMany({
      where: { id, disabledAt: null },
      data: { disabledAt },
    })
    if (count > 0)
      await recordAudit(tx, ctx.actor, { verb: 'connection.disable', entity: 'connection', entityId: id })
    return readConnection(tx, id)
  })
}
