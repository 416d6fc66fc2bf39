import { notFound } from '#lib/domain/errors.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { artefactOf } from '#lib/services/mlflow/artefact-path.ts'

/** A file of a run: its name and size, and the blob to stream. */
export async function openArtefact({
  ctx,
  path: whole,
}: {
  ctx: ServiceContext
  path: string
}): Promise<{ blob: string; bytes: number }> {
  requireCapability(ctx, 'training.read')
  const { runId, path } = artefactOf(whole)
  const row = await ctx.db.trainingArtefact.findUnique({
    where: { runId_path: { runId, path } },
    select: { blob: true, bytes: true },
  })
  if (row === null) throw notFound('artifact', path)
  return { blob: row.blob, bytes: Number(row.bytes) }
}
