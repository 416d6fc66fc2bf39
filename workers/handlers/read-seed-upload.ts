import { z } from 'zod'
import { isAppError } from '#lib/domain/errors.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { type ParsedSeed, readSeeds } from '#lib/packs/read-seeds.ts'
import { readCsv } from '#lib/packs/seed-facts.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { extractDna } from '#lib/pipeline/extract-dna.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { importSeeds } from '#lib/services/seeds/import-seeds.ts'
import type { Deps } from '#workers/deps.ts'
import { systemContext } from '#workers/system-context.ts'
import { LEASE_S } from '#workers/tunables.ts'

const Options = z.object({ allowEvalOverlap: z.boolean().default(false) })
type UploadClaim = { id: string; attempt: number; blob: string; report: unknown }

async function claim(deps: Deps, id: string): Promise<UploadClaim | null> {
  const [row] = await deps.db.$queryRaw<UploadClaim[]>`
    UPDATE "seed_upload" SET status = 'reading', attempt = attempt + 1,
      "leaseUntil" = now() + make_interval(secs => ${5 * LEASE_S})
    WHERE id = ${id}::uuid AND status = 'queued'
    RETURNING id, attempt, blob, report`
  return row ?? null
}

/** DNA of a parsed seed, from its statement and its tables. */
export function dnaOf(seed: ParsedSeed) {
  const tables = seed.files
    .filter(({ path }) => path.endsWith('.csv'))
    .map(({ path, content }) => ({ path, ...readCsv(new TextDecoder().decode(content)) }))
  return extractDna({ facts: seed, description: seed.description, tables }, DOMAINS)
}

/** Stores a seed's files and takes them out of memory. */
async function keep(deps: Deps, seed: ParsedSeed) {
  for (const { content } of seed.files) await deps.blobs.put(content)
  const files = seed.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
  return { parsed: { ...seed, files }, dna: dnaOf(seed) }
}

/** Handler of `seed.import`: a stranger's archive, opened under limits, becomes seed tasks with DNA and a report. */
export async function readSeedUpload(deps: Deps, id: string): Promise<void> {
  const upload = await claim(deps, id)
  if (!upload) return
  const ctx = systemContext(deps, `upload-${id}`)
  const { attempt } = upload
  try {
    const { files } = await readArchive(await deps.blobs.get(upload.blob))
    const { allowEvalOverlap } = Options.parse(upload.report ?? {})
    const reading = await readSeeds(files, { allowEvalOverlap })
    const seeds = []
    for (const seed of reading.seeds) seeds.push(await keep(deps, seed))
    await importSeeds({
      ctx,
      input: { uploadId: id, seeds, refused: reading.refused, warnings: reading.warnings, attempt },
    })
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    await failSeedUpload({ ctx, input: { uploadId: id, error: error.publicMessage, attempt } })
  }
}
