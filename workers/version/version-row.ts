import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { Frozen } from '#lib/pipeline/roles/freeze.ts'

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/** The columns of a version that its content decides. */
export function versionColumns({ task, manifest, contentHash }: Frozen, engineVersion: string) {
  return {
    contentHash,
    title: task.title,
    domain: `${task.domain.family}/${task.domain.id}`,
    modality: task.modality,
    taskType: task.task,
    metric: task.metric,
    direction: task.direction,
    runtimeHash: task.runtimeHash,
    engineVersion,
    specSha256: task.specSha256,
    task: asJson(task),
    manifest: asJson(manifest),
  }
}

/** The next number of an environment; its row is held, so that no number is given out twice. */
export async function nextNumber(tx: Tx, environmentId: string): Promise<number> {
  await tx.$queryRaw`SELECT id::text FROM "environment" WHERE id = ${environmentId}::uuid FOR UPDATE`
  const { _max: max } = await tx.version.aggregate({ where: { environmentId }, _max: { number: true } })
  return (max.number ?? 0) + 1
}
