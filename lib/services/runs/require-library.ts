import type { Tx } from '#lib/db/client.ts'
import { precondition } from '#lib/domain/errors.ts'

/** Refuses seeds that are archived, whether a new run names them or the run that a branch grows from. */
export async function requireLibrary(tx: Tx, seedIds: readonly string[]): Promise<void> {
  const archived = await tx.seed.findMany({
    where: { id: { in: [...seedIds] }, archivedAt: { not: null } },
    select: { slug: true },
    orderBy: { slug: 'asc' },
  })
  if (archived.length === 0) return
  const slugs = archived.map(({ slug }) => slug).join(', ')
  throw precondition(
    archived.length === 1
      ? `The seed ${slugs} is archived, and no run starts from it. Restore it first.`
      : `The seeds ${slugs} are archived, and no run starts from them. Restore them first.`,
  )
}
