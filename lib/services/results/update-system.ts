import type { z } from 'zod'
import { type SystemView, UpdateSystemInput } from '#lib/contracts/results.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  databaseNow,
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { nameTaken, requireLinks } from '#lib/services/results/create-system.ts'
import { SYSTEM_SELECT, toSystemView } from '#lib/services/results/system-view.ts'

/** Only what was given: an absent key is not null. */
const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

const archiving = async (tx: Tx, archived: boolean | undefined) =>
  archived === undefined ? {} : { archivedAt: archived ? await databaseNow(tx) : null }

/** Corrects the description of a system, or puts it away; what is left out stays. Results are never changed here. */
export async function updateSystem({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof UpdateSystemInput>
}): Promise<SystemView> {
  requireCapability(ctx, 'results.import')
  const { id, archived, ...changes } = parseInput(UpdateSystemInput, input)
  try {
    return await inTransaction(ctx, async (tx) => {
      if ((await tx.benchmarkSystem.count({ where: { id } })) === 0) throw notFound('system', id)
      await requireLinks(tx, changes)
      const row = await tx.benchmarkSystem.update({
        where: { id },
        data: { ...given(changes), ...(await archiving(tx, archived)) },
        select: SYSTEM_SELECT,
      })
      await recordAudit(tx, ctx.actor, {
        verb: 'results.update-system',
        entity: 'benchmark-system',
        entityId: id,
        detail: given({ ...changes, archived }),
      })
      return toSystemView(row, await namesOf(tx, [row.createdBy]))
    })
  } catch (error) {
    const { name } = changes
    if (name === undefined || !isUniqueViolation(error)) throw error
    const { benchmark } = await ctx.db.benchmarkSystem.findUniqueOrThrow({ where: { id } })
    throw await nameTaken(ctx, { name, benchmark })
  }
}
