import { z } from 'zod'
import { stored } from '#lib/domain/parse.ts'
import { storable } from '#lib/domain/text.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { importSeeds } from '#lib/services/seeds/import-seeds.ts'
import type { Deps } from '#workers/deps.ts'
import { measureAgain } from '#workers/handlers/measure-seed.ts'
import { isUploadersMatter } from '#workers/imports/uploaders-matter.ts'
import { leaseOf } from '#workers/leases/lease.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { readSeedsApart } from '#workers/reading/read-seeds-apart.ts'
import { FILES, type Served } from '#workers/served.ts'
import { systemContext } from '#workers/system-context.ts'

const Options = z.object({ allowEvalOverlap: z.boolean().default(false) })
const SEED_UPLOAD = leaseOf({
  kind: 'seedUpload',
  // `seedId`: the seed whose own files are read again.
  columns: ['blob', 'filename', 'report', 'seedId'],
})

/**
 * Handler of `seed.import`: a stranger's archive, opened under limits, becomes seed tasks with DNA and a report; or the
 * files of one seed are measured again.
 */
export async function readSeedUpload(deps: Deps, id: string): Promise<void> {
  const ctx = systemContext(deps, `upload-${id}`)
  await underLease(deps, SEED_UPLOAD, id, async (upload) => {
    const { attempt, seedId } = upload
    try {
      if (seedId !== null) return await measureAgain(deps, { ...upload, seedId })
      const options = {
        ...stored(Options, upload.report ?? {}, `options of upload ${id}`),
        archive: upload.filename,
      }
      const read = await readSeedsApart(deps, await deps.blobs.fileOf(upload.blob), options)
      await importSeeds({ ctx, input: { uploadId: id, ...read, attempt } })
    } catch (error) {
      if (!isUploadersMatter(error)) throw error
      await failSeedUpload({ ctx, input: { uploadId: id, error: storable(error.publicMessage), attempt } })
    }
  })
}

export const seedImport = {
  queue: 'seed.import',
  concurrency: 1,
  needs: FILES,
  lease: SEED_UPLOAD,
  handle: readSeedUpload,
} as const satisfies Served
