import type { z } from 'zod'
import { type ConnectionView, UpdateConnectionInput } from '#lib/contracts/connections.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
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

/** What a check was about; a change of one makes its result worthless. */
const CHECKED = ['kind', 'baseUrl', 'apiKey', 'allowPrivate'] as const
const UNCHECKED = {
  checkStatus: 'unchecked',
  checkMessage: null,
  checkedAt: null,
  models: [],
} satisfies Prisma.ConnectionUpdateManyMutationInput

/** Changes what is named. Runs that are under way use the change at their next call. */
export async function updateConnection({
  ctx,
  input: raw,
}: {
  ctx: SealingContext
  input: z.input<typeof UpdateConnectionInput>
}): Promise<ConnectionView> {
  requireCapability(ctx, 'connection.manage')
  const { id, enabled, apiKey, ...rest } = parseInput(UpdateConnectionInput, raw)
  const changed = Object.entries({ ...rest, apiKey, enabled }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  const key = apiKey === undefined ? {} : await sealedKey(ctx, id, apiKey)
  const data: Prisma.ConnectionUpdateManyMutationInput = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...key,
    ...(enabled ? { disabledAt: null } : {}),
    ...(CHECKED.some((name) => changed.includes(name)) ? UNCHECKED : {}),
  }
  try {
    return await inTransaction(ctx, async (tx) => {
      const { count } = await tx.connection.updateMany({ where: { id }, data })
      if (count === 0) throw notFound('connection', id)
      await recordAudit(tx, ctx.actor, {
        verb: 'connection.update',
        entity: 'connection',
        entityId: id,
        detail: { changed },
      })
      return readConnection(tx, id)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(`There is already a connection "${rest.name}".`)
    throw error
  }
}
