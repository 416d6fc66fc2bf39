import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type ConnectionView, CreateConnectionInput } from '#lib/contracts/connections.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { readConnection } from '#lib/services/connections/connection-view.ts'
import { sealedKey } from '#lib/services/connections/sealed-key.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type SealingContext,
} from '#lib/services/context.ts'

/** Adds a named way to a provider. The key is sealed before it reaches the database and never shown again. */
export async function createConnection({
  ctx,
  input: raw,
}: {
  ctx: SealingContext
  input: z.input<typeof CreateConnectionInput>
}): Promise<ConnectionView> {
  requireCapability(ctx, 'connection.manage')
  const { apiKey, ...input } = parseInput(CreateConnectionInput, raw)
  const id = randomUUID()
  const key = await sealedKey(ctx, id, apiKey)
  try {
    return await inTransaction(ctx, async (tx) => {
      await tx.connection.create({
        data: { ...input, ...key, id, createdBy: personOf(ctx.actor) },
        select: { id: true },
      })
      await recordAudit(tx, ctx.actor, {
        verb: 'connection.create',
        entity: 'connection',
        entityId: id,
        detail: {
          name: input.name,
          kind: input.kind,
          baseUrl: input.baseUrl,
          allowPrivate: input.allowPrivate,
        },
      })
      return readConnection(tx, id)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(`There is already a connection "${input.name}".`)
    throw error
  }
}
