import { SEED_LIMITS } from '#lib/packs/archive-limits.ts'
import type { ReadOptions } from '#lib/packs/read-seeds.ts'
import type { RefusedFolder } from '#lib/packs/seed-refusal.ts'
import type { ImportSeedsInput } from '#lib/services/seeds/import-seeds.ts'
import type { Deps } from '#workers/deps.ts'
import { type Apart, GIVEN_UP_FIX, type ReadApart, readApart } from '#workers/reading/read-apart.ts'
import { SeedItem } from '#workers/reading/seed-items.ts'

export type SeedsRead = Pick<ImportSeedsInput, 'seeds' | 'refused' | 'warnings'>

type Piece = Extract<SeedItem, { type: 'piece' }>

/** The pieces of one file. @throws GivenUp where its folder was given up in the middle */
async function* filePieces(
  first: Piece,
  items: AsyncIterator<ReadApart<SeedItem>>,
): AsyncGenerator<Uint8Array> {
  for (let piece = first; ; ) {
    yield piece.bytes
    if (piece.isLast) return
    const { value, done } = await items.next()
    if (done) throw new GivenUp(null)
    if (value.kind === 'given-up') throw new GivenUp(value)
    if (value.item.type !== 'piece') throw new GivenUp(null)
    piece = value.item
  }
}

class GivenUp extends Error {
  readonly found: Extract<ReadApart<SeedItem>, { kind: 'given-up' }> | null
  constructor(found: GivenUp['found']) {
    super('the folder of this file was given up')
    this.found = found
  }
}

const refusalOf = ({ part, reason }: { part: string | null; reason: string }): RefusedFolder => ({
  folder: part ?? '.',
  file: null,
  reason: part === null ? `The rest of the archive ${reason}.` : `The folder ${reason}.`,
  fix: GIVEN_UP_FIX,
})

/** The report names some hundred folders; more are counted. */
function capped(refused: readonly RefusedFolder[]): RefusedFolder[] {
  if (refused.length <= SEED_LIMITS.refusals) return [...refused]
  const more = refused.length - SEED_LIMITS.refusals
  const rest = {
    folder: '.',
    file: null,
    reason: `${more} more folders are left out.`,
    fix: 'Upload fewer at once.',
  }
  return [...refused.slice(0, SEED_LIMITS.refusals), rest]
}

/**
 * Reads the seeds of an archive in a process of its own and stores their files; a folder that costs too much
 * is refused by name. @throws AppError `invalid` for an archive that cannot be opened
 */
export async function readSeedsApart(
  { blobs, ...apart }: Pick<Deps, 'blobs'> & Apart,
  file: string,
  options: Omit<ReadOptions, 'archiveMd5'>,
): Promise<SeedsRead> {
  const job = { kind: 'seeds', file, skip: [], ...options } as const
  const items = readApart(apart, job, SeedItem)
  const seeds: SeedsRead['seeds'][number][] = []
  const refused: RefusedFolder[] = []
  const warnings: SeedsRead['warnings'][number][] = []
  for (let next = await items.next(); !next.done; next = await items.next()) {
    const { value } = next
    if (value.kind === 'given-up') refused.push(refusalOf(value))
    else if (value.item.type === 'refused') refused.push(value.item.refused)
    else if (value.item.type === 'seed') {
      const { seed, dna, profile } = value.item
      seeds.push({ parsed: seed, dna, profile })
      warnings.push(...value.item.warnings.map((message) => ({ folder: seed.folder, message })))
    } else
      await blobs.put(filePieces(value.item, items)).catch((error: unknown) => {
        if (!(error instanceof GivenUp)) throw error
        if (error.found !== null) refused.push(refusalOf(error.found))
      })
  }
  return { seeds, refused: capped(refused), warnings }
}
