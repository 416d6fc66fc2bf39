import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { pictureForms } from '#lib/packs/picture-form.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { findSeeds, type ReadSeed } from '#lib/packs/read-seeds.ts'
import { soundForms } from '#lib/packs/sound-form.ts'
import { profileSeed } from '#lib/pipeline/extract/profile.ts'
import { extractDna, toldDna } from '#lib/pipeline/extract-dna.ts'
import { inPieces } from '#workers/reading/in-pieces.ts'
import type { Read, ReadingJob } from '#workers/reading/reader-messages.ts'
import type { SeedItem } from '#workers/reading/seed-items.ts'

const item = (value: SeedItem): Read<SeedItem> => ({ kind: 'item', item: value })

/** DNA of a parsed seed, from its statement, its tables, its pictures and its sounds; without data from what it says. */
export const dnaOf = async ({ seed, origin, contents }: Pick<ReadSeed, 'seed' | 'origin' | 'contents'>) =>
  origin.kind === 'told'
    ? toldDna(origin.facts, seed.description)
    : extractDna({
        facts: seed,
        description: seed.description,
        ...origin.tables,
        pictures: await pictureForms(contents),
        sounds: await soundForms(contents),
      })

/** How the training table of a seed is filled; null without one. */
const profileOf = ({ seed, origin }: ReadSeed): SeedProfile | null =>
  origin.kind === 'told' ? null : profileSeed({ ...seed, ...origin.tables, pictures: [], sounds: [] })

async function* seedItems(read: ReadSeed): AsyncGenerator<Read<SeedItem>> {
  const { seed, warnings, contents } = read
  const dna = await dnaOf(read)
  for (const { file } of contents) {
    for await (const piece of inPieces(file.stream())) yield item({ type: 'piece', ...piece })
  }
  yield item({ type: 'seed', seed, dna, profile: profileOf(read), warnings })
}

async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}

/** Reads an archive of seed tasks folder by folder. */
export async function* seedMessages(
  job: Extract<ReadingJob, { kind: 'seeds' }>,
): AsyncGenerator<Read<SeedItem>> {
  const skip = new Set(job.skip)
  const { files } = await readArchive(job.file)
  const { folders, refused } = findSeeds(files, { ...job, archiveMd5: await md5Of(job.file) })
  if (job.skip.length === 0) for (const one of refused) yield item({ type: 'refused', refused: one })
  for (const { folder, read } of folders) {
    if (skip.has(folder)) continue
    yield { kind: 'part', part: folder }
    const result = await read()
    if ('seed' in result) yield* seedItems(result)
    else for (const one of result.refused) yield item({ type: 'refused', refused: one })
  }
}
