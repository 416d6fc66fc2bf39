import { z } from 'zod'
import { stored } from '#lib/domain/parse.ts'
import { storable } from '#lib/domain/text.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { importSeeds } from '#lib/services/seeds/import-seeds.ts'
import type { Deps } from '#workers/deps.ts'
import { measureAgain } from '#workers/handlers/measure-seed.ts'
import { isUploadersMatter } from '#workers/imports/uploaders-matter.ts'
import { LEASE_END } from '#workers/leases/leased.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { readSeedsApart } from '#workers/reading/read-seeds-apart.ts'
import { FILES, type Served } from '#workers/served.ts'
import { systemContext } from '#workers/system-context.ts'

const Options = z.object({ allowEvalOverlap: z.boolean().default(false) })
type UploadClaim = {
  id: string
  attempt: number
  lost: number
  blob: string
  filename: string
  report: unknown
  /** The seed whose own files are read again. */
  seedId: string | null
}

async function claim(deps: Deps, id: string): Promise<UploadClaim | null> {
  const [row] = await deps.db.$queryRaw<UploadClaim[]>`
    UPDATE "seed_upload" SET status = 'reading', attempt = attempt + 1, "workerId" = ${deps.workerId},
      "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND status = 'queued'
    RETURNING id, attempt, lost, blob, filename, report, "seedId"`
  return row ?? null
}

/**
 * Handler of `seed.import`: a stranger's archive, opened under limits, becomes seed tasks with DNA and a report; or the
 * files of one seed are measured again.
 */
export async function readSeedUpload(deps: Deps, id: string): Promise<void> {
  const upload = await claim(deps, id)
  if (!upload) return
  const ctx = systemContext(deps, `upload-${id}`)
  const { attempt } = upload
  await underLease(deps, 'seedUpload', upload, async () => {
    try {
      const { seedId } = upload
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
  handle: readSeedUpload,
} as const satisfies Served
