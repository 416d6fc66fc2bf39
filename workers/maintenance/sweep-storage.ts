import { isAppError } from '#lib/domain/errors.ts'
import type { Swept } from '#lib/domain/ports/blob-store.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import type { Deps } from '#workers/deps.ts'
import { UNFINISHED_MS, UNREFERENCED_MS } from '#workers/tunables.ts'

type SweepDeps = Pick<Deps, 'db' | 'blobs' | 'log'>
const HASH = /[0-9a-f]{64}/g

/** Files that the outputs of steps name: they have rows of their own only once a version is frozen. */
async function namedBySteps({ db, blobs, log }: SweepDeps): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ blob: string }[]>`
    SELECT DISTINCT "outputBlob" AS blob FROM "step" WHERE "outputBlob" IS NOT NULL`
  const named = new Set(rows.map(({ blob }) => blob))
  for (const { blob } of rows)
    try {
      for (const [hash] of decodeText(await blobs.get(blob)).matchAll(HASH)) named.add(hash)
    } catch (error) {
      // What cannot be read now may name anything: then nothing is swept.
      if (!isAppError(error) || error.code !== 'not-found') throw error
      log.warn('the output of a step is unreadable', { blob, error })
    }
  return named
}

/**
 * Removes from the blob store what a dead process or a refused request left: unfinished files after an hour, blobs
 * that no row and no step's output names after a day. What something refers to stays, however old it is.
 */
export async function sweepStorage(deps: SweepDeps, now: Date): Promise<Swept> {
  let steps: Promise<ReadonlySet<string>> | null = null
  return deps.blobs.sweep({
    now,
    unfinishedMs: UNFINISHED_MS,
    unreferencedMs: UNREFERENCED_MS,
    async referenced(sha256s) {
      const rows = await deps.db.blob.findMany({
        where: { sha256: { in: [...sha256s] } },
        select: { sha256: true },
      })
      const held = new Set(rows.map(({ sha256 }) => sha256))
      if (sha256s.every((one) => held.has(one))) return held
      steps ??= namedBySteps(deps)
      const named = await steps
      return new Set(sha256s.filter((one) => held.has(one) || named.has(one)))
    },
  })
}

/** Sweeps from a timer, and once at the start. Returns the function that ends it. */
export function keepSweeping(deps: SweepDeps, everyMs: number): () => void {
  let busy = false
  const pass = () => {
    if (busy) return
    busy = true
    sweepStorage(deps, new Date())
      .then((swept) => {
        if (swept.files > 0) deps.log.info('storage swept', swept)
      })
      .catch((error: unknown) => deps.log.warn('storage sweep', { error }))
      .finally(() => {
        busy = false
      })
  }
  pass()
  const timer = setInterval(pass, everyMs)
  return () => clearInterval(timer)
}
