import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import { findSeeds, type ReadSeed } from '#lib/packs/read-seeds.ts'
import type { RefusedFolder } from '#lib/packs/seed-refusal.ts'

/** Reads every folder of an archive, as the reader of uploads does one after the other. */
export async function readAllSeeds(
  files: readonly ArchiveFile[],
  options: { allowEvalOverlap: boolean; archive?: string; archiveMd5?: string },
) {
  const { folders, refused } = findSeeds(files, { archive: '', archiveMd5: '', ...options })
  const read: ReadSeed[] = []
  const bad: RefusedFolder[] = []
  for (const one of folders) {
    const result = await one.read()
    if ('seed' in result) read.push(result)
    else bad.push(...result.refused)
  }
  return {
    read,
    seeds: read.map(({ seed }) => seed),
    refused: [...bad, ...refused],
    warnings: read.flatMap(({ seed, warnings }) =>
      warnings.map((message) => ({ folder: seed.folder, message })),
    ),
  }
}

/** The tables of a seed whose data are there. */
export const tablesOf = (read: ReadSeed | undefined) =>
  read?.origin.kind === 'measured' ? read.origin.tables : undefined
