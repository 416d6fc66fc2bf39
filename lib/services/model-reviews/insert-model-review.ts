import type { Tx } from '#lib/db/client.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { ServiceContext } from '#lib/services/context.ts'

type NewReview = {
  versionId: string
  contentHash: string
  player: ModelPlayer
  capMicroUsd: number
  requestedBy: string
}

/** The row and its job; null where the same model reads the same version already. */
export async function insertModelReview(
  queue: ServiceContext['queue'],
  tx: Tx,
  { versionId, contentHash, player, capMicroUsd, requestedBy }: NewReview,
): Promise<string | null> {
  const { connectionId, model } = player
  const open = await tx.modelReview.count({
    where: { versionId, connectionId, model, status: { in: ['queued', 'running'] } },
  })
  if (open > 0) return null
  const { id } = await tx.modelReview.create({
    data: { versionId, contentHash, connectionId, model, player, capMicroUsd, requestedBy },
    select: { id: true },
  })
  await queue.enqueue(tx, { queue: 'model.review', id })
  return id
}
