import { z } from 'zod'
import { VersionParams } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'

/** What a verb about one version takes: its own id, or environment (id or slug) and number. */
export const VersionRef = z.union([
  z.object({ versionId: z.uuid() }),
  VersionParams.extend({ n: VersionParams.shape.n.default('latest') }),
])
export type VersionRef = z.input<typeof VersionRef>

/** Id of a version by any of its names; throws not-found. */
export async function findVersion(tx: Tx, ref: z.infer<typeof VersionRef>): Promise<string> {
  if ('versionId' in ref) {
    const row = await tx.version.findUnique({ where: { id: ref.versionId }, select: { id: true } })
    if (row === null) throw notFound('version', ref.versionId)
    return row.id
  }
  const environment = z.uuid().safeParse(ref.id).success ? { id: ref.id } : { slug: ref.id }
  const row = await tx.version.findFirst({
    where: { environment, ...(ref.n === 'latest' ? {} : { number: ref.n }) },
    orderBy: { number: 'desc' },
    select: { id: true },
  })
  if (row === null) throw notFound('environment', ref.n === 'latest' ? ref.id : `${ref.id} version ${ref.n}`)
  return row.id
}
