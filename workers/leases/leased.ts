import type { Db } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { keysOf } from '#lib/domain/keys.ts'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import { LEASE_S } from '#workers/tunables.ts'

/**
 * Rows that a worker has under a lease: where they lie, the status that says so, and who wakes a worker for them.
 * `during`, of rows whose work is one step: what a worker did with one when it was lost, as people read it.
 */
export const LEASED = {
  candidate: { table: 'candidate', busy: 'running', queue: 'candidate.advance' },
  seedUpload: { table: 'seed_upload', busy: 'reading', queue: 'seed.import', during: 'it read this archive' },
  importUpload: {
    table: 'import_upload',
    busy: 'reading',
    queue: 'import.read',
    during: 'it read this file',
  },
  trial: { table: 'trial', busy: 'running', queue: 'trial.score', during: 'it scored this submission' },
  pack: { table: 'pack', busy: 'building', queue: 'pack.build', during: 'it built this pack' },
  certification: { table: 'certification', busy: 'running', queue: 'version.certify' },
  revision: { table: 'revision', busy: 'running', queue: 'version.revise', during: 'it saved this version' },
  modelReview: { table: 'model_review', busy: 'running', queue: 'model.review' },
  smokeRun: { table: 'smoke_run', busy: 'running', queue: 'smoke.train' },
} as const satisfies Record<string, { table: string; busy: string; queue: JobQueue; during?: string }>
export type LeasedKind = keyof typeof LEASED
export const LEASED_KINDS = keysOf(LEASED)

/** Rows whose work is one step: lost, they begin again. */
export type SingleStep = {
  [K in LeasedKind]: (typeof LEASED)[K] extends { during: string } ? K : never
}[LeasedKind]
export const SINGLE_STEPS = LEASED_KINDS.filter((kind): kind is SingleStep => 'during' in LEASED[kind])

/** The right to work on a row; `attempt` fences every write. */
export type RowClaim = { id: string; attempt: number }

export const tableOf = (kind: LeasedKind): Prisma.Sql => Prisma.raw(`"${LEASED[kind].table}"`)

/** End of a lease that begins now, by the database's clock. */
export const LEASE_END = Prisma.sql`now() + make_interval(secs => ${LEASE_S})`

/** Prolongs a lease; false when the claim is lost. */
export async function renewRow(db: Db, kind: LeasedKind, { id, attempt }: RowClaim): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE ${tableOf(kind)} SET "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND status = ${LEASED[kind].busy}`
  return count > 0
}
