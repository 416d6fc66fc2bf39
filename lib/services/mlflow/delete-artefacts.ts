import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { artefactOf } from '#lib/services/mlflow/artefact-path.ts'

/** Takes a file, or all below a folder, off its run. The bytes stay while anything else names them. */
export async function deleteArtefacts({
  ctx,
  path: whole,
}: {
  ctx: ServiceContext
  path: string
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { runId, path } = artefactOf(whole)
  await inTransaction(ctx, async (tx) => {
    const below = path === '' ? {} : { OR: [{ path }, { path: { startsWith: `${path}/` } }] }
    const { count } = await tx.trainingArtefact.deleteMany({ where: { runId, ...below } })
    if (count === 0) return
    const detail = { path, files: count }
    await recordAudit(tx, ctx.actor, {
      verb: 'training.delete-artefacts',
      entity: 'training-run',
      entityId: runId,
      detail,
    })
  })
  return {}
}
