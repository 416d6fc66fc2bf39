import type { z } from 'zod'
import { CreateSystemInput, type SystemView } from '#lib/contracts/results.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { Benchmark } from '#lib/domain/results.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SYSTEM_SELECT, toSystemView } from '#lib/services/results/system-view.ts'

/** The training run and the packs that a system is said to come from, or to be evaluated on, must exist. */
export async function requireLinks(
  tx: Tx,
  links: {
    trainingRunId?: string | null | undefined
    packId?: string | null | undefined
    splitPackId?: string | null | undefined
  },
): Promise<void> {
  const { trainingRunId } = links
  if (trainingRunId && (await tx.trainingRun.count({ where: { id: trainingRunId } })) === 0)
    throw notFound('training run', trainingRunId)
  for (const id of [links.packId, links.splitPackId])
    if (id && (await tx.pack.count({ where: { id } })) === 0) throw notFound('pack', id)
}

/** The conflict of a second system of one name, with the way on: an archived one is not on the board. */
export async function nameTaken(
  ctx: ServiceContext,
  { name, benchmark }: { name: string; benchmark: Benchmark },
) {
  const where = { name, benchmark, archivedAt: { not: null } }
  const isArchived = (await ctx.db.benchmarkSystem.count({ where })) > 0
  return conflict(
    isArchived
      ? `An archived system is called "${name}" already. Restore it, or choose another name.`
      : `A system of this benchmark is called "${name}" already. Choose another name, or import into it.`,
  )
}

/** Describes a system under test: a model in a scaffold, under stated conditions. Its reports are imported later. */
export async function createSystem({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof CreateSystemInput>
}): Promise<SystemView> {
  requireCapability(ctx, 'results.import')
  const input = parseInput(CreateSystemInput, raw)
  try {
    return await inTransaction(ctx, async (tx) => {
      await requireLinks(tx, input)
      const row = await tx.benchmarkSystem.create({
        data: { ...input, createdBy: personOf(ctx.actor) },
        select: SYSTEM_SELECT,
      })
      const detail = { name: row.name, benchmark: row.benchmark, model: row.model, feedback: row.feedback }
      await recordAudit(tx, ctx.actor, {
        verb: 'results.create-system',
        entity: 'benchmark-system',
        entityId: row.id,
        detail,
      })
      return toSystemView(row, await namesOf(tx, [row.createdBy]))
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw await nameTaken(ctx, input)
    throw error
  }
}
