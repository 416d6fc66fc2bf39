import type { z } from 'zod'
import { EditExperimentInput, type ExperimentView } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import { conflict, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  databaseNow,
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'

type Row = { id: number; name: string; archivedAt: Date | null }

/** Its runs go with it and come back with it, but for those that were put away alone before. */
async function archive(tx: Tx, { id, archivedAt }: Row, archived: boolean): Promise<Date | null> {
  if (archived) {
    const now = await databaseNow(tx)
    await tx.trainingRun.updateMany({
      where: { experimentId: id, archivedAt: null },
      data: { archivedAt: now },
    })
    return now
  }
  await tx.trainingRun.updateMany({ where: { experimentId: id, archivedAt }, data: { archivedAt: null } })
  return null
}

/** Renames an experiment, puts it away or brings it back; what is left out stays. */
export async function editExperiment({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof EditExperimentInput>
}): Promise<ExperimentView> {
  requireCapability(ctx, 'training.log')
  const { id, name, archived } = parseInput(EditExperimentInput, input)
  try {
    return await inTransaction(ctx, async (tx) => {
      const [row] = await tx.$queryRaw<Row[]>`
        select id, name, "archivedAt" from training_experiment where id = ${id} for update`
      if (row === undefined) throw notFound('experiment', String(id))
      const moves = archived !== undefined && archived !== (row.archivedAt !== null)
      const renamed = name !== undefined && name !== row.name
      const data = {
        ...(renamed ? { name } : {}),
        ...(moves ? { archivedAt: await archive(tx, row, archived) } : {}),
      }
      if (!moves && !renamed) return { id, name: row.name, archived: row.archivedAt !== null }
      const updatedAt = await databaseNow(tx)
      await tx.trainingExperiment.update({
        where: { id },
        data: { ...data, updatedAt },
        select: { id: true },
      })
      await recordAudit(tx, ctx.actor, {
        verb: moves
          ? `training.${archived ? 'archive' : 'restore'}-experiment`
          : 'training.rename-experiment',
        entity: 'training-experiment',
        entityId: String(id),
        detail: renamed ? { from: row.name, to: name } : {},
      })
      return { id, name: name ?? row.name, archived: archived ?? row.archivedAt !== null }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw conflict(`The experiment ${name} exists already.`)
  }
}
