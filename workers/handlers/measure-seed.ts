import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { refusalWords } from '#lib/contracts/seeds.ts'
import { invalid } from '#lib/domain/errors.ts'
import { keepMeasurement } from '#lib/services/seeds/keep-measurement.ts'
import { storedFiles } from '#lib/services/seeds/seed-view.ts'
import type { Deps } from '#workers/deps.ts'
import { readSeedsApart } from '#workers/reading/read-seeds-apart.ts'
import { systemContext } from '#workers/system-context.ts'

type Stored = { id: string; slug: string; files: unknown }

/** Writes the files of a seed as the archive of one folder that they once came in. */
async function packSeed({ blobs }: Pick<Deps, 'blobs'>, seed: Stored, file: string): Promise<void> {
  const zip = new ZipFile()
  for (const { path, sha256 } of storedFiles(seed))
    zip.addReadStreamLazy(`${seed.slug}/${path}`, { compress: false }, (give) =>
      give(null, Readable.from(blobs.stream(sha256))),
    )
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(file))
}

/**
 * Reads a seed's own files again as if they were uploaded now. It was admitted to the library before, so that what it
 * overlaps is not asked again. @throws AppError `invalid` where they can no longer be read
 */
export async function measureAgain(
  deps: Deps,
  upload: { id: string; attempt: number; seedId: string },
): Promise<void> {
  const seed = await deps.db.seed.findUniqueOrThrow({
    where: { id: upload.seedId },
    select: { id: true, slug: true, files: true },
  })
  const dir = await mkdtemp(join(tmpdir(), 'sandmle-seed-'))
  try {
    const file = join(dir, 'seed.zip')
    await packSeed(deps, seed, file)
    const options = { allowEvalOverlap: true, archive: seed.slug }
    const { seeds, refused, warnings } = await readSeedsApart(deps, file, options)
    const [read] = seeds
    if (read === undefined)
      throw invalid(refused.map(refusalWords).join(' ') || 'Its files hold no seed task.')
    const ctx = systemContext(deps, `upload-${upload.id}`)
    await keepMeasurement({ ctx, input: { uploadId: upload.id, attempt: upload.attempt, read, warnings } })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
