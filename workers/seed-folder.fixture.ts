import { readdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'
import type { ParsedSeed } from '#lib/packs/read-seeds.ts'
import { dnaOf } from '#workers/reading/seed-messages.ts'

export const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url))
/** Slugs of the seeds that come with the product. */
export const BUNDLED = readdirSync(SEEDS, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** A folder as an upload of it is read. */
export async function readSeedFolder(folder: string, slug: string): Promise<{ dna: Dna; seed: ParsedSeed }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return archiveFile(`${slug}${path.slice(folder.length)}`, await readFile(path))
      }),
  )
  const { read, refused } = await readAllSeeds(files, { allowEvalOverlap: false })
  const [found] = read
  if (!found) throw new Error(`the seed ${slug} was refused: ${refused[0]?.reason ?? 'no task there'}`)
  return { dna: await dnaOf(found), seed: found.seed }
}
