import type { Competition } from '#lib/contracts/results.ts'
import type { Tx } from '#lib/db/client.ts'
import { PACK_LAYOUTS } from '#lib/domain/version.ts'
import { foldersOf } from '#lib/packs/plan-pack.ts'

const byId = (a: Competition, b: Competition): number => (a.id < b.id ? -1 : 1)

export type PackSplit = { tasks: Competition[]; aliases: Map<string, string> }

/** The tasks of a pack as competitions, by slug, and the folders that layouts give them under other names. */
export async function packSplit(tx: Pick<Tx, 'packEntry'>, packId: string): Promise<PackSplit> {
  const entries = await tx.packEntry.findMany({
    where: { packId },
    select: {
      split: true,
      version: {
        select: {
          title: true,
          metric: true,
          direction: true,
          modality: true,
          environment: { select: { slug: true } },
        },
      },
    },
  })
  const tasks = entries.map(
    ({ version }): Competition => ({
      id: version.environment.slug,
      name: version.title,
      metric: version.metric,
      lowerIsBetter: version.direction === 'minimize',
      modality: version.modality,
      knownIssue: null,
    }),
  )
  const named = entries.map(({ split, version }) => ({
    slug: version.environment.slug,
    split: split === 'validation' ? ('validation' as const) : ('train' as const),
  }))
  const aliases = PACK_LAYOUTS.flatMap((layout) => [...foldersOf(layout, named)])
    .filter(([{ slug }, folder]) => folder !== slug)
    .map(([{ slug }, folder]) => [folder, slug] as const)
  return { tasks: tasks.sort(byId), aliases: new Map(aliases) }
}

/** The same of a system's pack; none where it has another split. */
export const tasksOf = async (
  tx: Pick<Tx, 'packEntry'>,
  { splitPackId }: { splitPackId: string | null },
): Promise<Competition[]> => (splitPackId === null ? [] : (await packSplit(tx, splitPackId)).tasks)
