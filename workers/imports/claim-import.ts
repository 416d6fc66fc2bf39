import type { ImportTarget } from '#lib/domain/training.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_END } from '#workers/leases/leased.ts'

/** An upload that this worker reads; `attempt` fences it off from a worker that was taken for dead. */
export type ClaimedImport = {
  id: string
  attempt: number
  lost: number
  target: ImportTarget
  blob: string
  filename: string
  /** What the uploader said of the file; each target parses its own. */
  options: unknown
}

/** Takes a queued import; null when another worker has it. */
export async function claimImport(
  deps: Pick<Deps, 'db' | 'workerId'>,
  id: string,
): Promise<ClaimedImport | null> {
  const [row] = await deps.db.$queryRaw<ClaimedImport[]>`
    UPDATE "import_upload" SET status = 'reading', attempt = attempt + 1, "workerId" = ${deps.workerId},
      "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND status = 'queued'
    RETURNING id, attempt, lost, target, blob, filename, options`
  return row ?? null
}
