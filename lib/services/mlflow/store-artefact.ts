import type { Empty } from '#lib/contracts/mlflow-answers.ts'
import { invalid, notFound } from '#lib/domain/errors.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { artefactOf } from '#lib/services/mlflow/artefact-path.ts'
import { chargeIngest, requireQuota } from '#lib/services/training/charge-ingest.ts'
import { ARTEFACT_MAX_BYTES, ARTEFACTS_PER_RUN } from '#lib/services/training/tunables.ts'

/** A path is a file or a folder, never both. */
async function requireFree({ db }: ServiceContext, runId: string, path: string): Promise<void> {
  const folders = path.split('/').map((_, i, parts) => parts.slice(0, i).join('/'))
  const clash = await db.trainingArtefact.findFirst({
    where: { runId, OR: [{ path: { in: folders } }, { path: { startsWith: `${path}/` } }] },
    select: { path: true },
  })
  if (clash) throw invalid(`${path} is in the way of ${clash.path}, or the other way round.`)
}

/**
 * Stores a file that a trainer logs beside its run, streamed, over one of the same path. Right, run, path and quota
 * are checked before the first byte is read; a file that is refused leaves none. Throws `limit` for one too large.
 */
export async function storeArtefact({
  ctx,
  path: whole,
  content,
}: {
  ctx: ServiceContext
  path: string
  content: AsyncIterable<Uint8Array>
}): Promise<Empty> {
  requireCapability(ctx, 'training.log')
  const { runId, path } = artefactOf(whole)
  if (path === '') throw invalid("The path names the run's folder; add the name of a file.")
  if ((await ctx.db.trainingRun.count({ where: { id: runId } })) === 0) throw notFound('run', runId)
  if ((await ctx.db.trainingArtefact.count({ where: { runId, path: { not: path } } })) >= ARTEFACTS_PER_RUN)
    throw invalid(`A run keeps at most ${ARTEFACTS_PER_RUN} files.`)
  await requireFree(ctx, runId, path)
  await requireQuota(ctx.db, ctx.actor, { points: 0, bytes: 1, requests: 1 })
  const staged = await ctx.blobs.stage(content, ARTEFACT_MAX_BYTES)
  try {
    await inTransaction(ctx, async (tx) => {
      const { sha256, bytes } = staged
      await tx.blob.createMany({ data: [{ sha256, bytes }], skipDuplicates: true })
      const data = { blob: sha256, bytes }
      await tx.trainingArtefact.upsert({
        where: { runId_path: { runId, path } },
        create: { runId, path, ...data },
        update: data,
        select: { path: true },
      })
      await chargeIngest(tx, ctx.actor, { points: 0, bytes, requests: 1 })
      await staged.keep()
    })
  } finally {
    await staged.drop()
  }
  return {}
}
