import type { MachinePart } from '#lib/domain/machine-fault.ts'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import type { Deps } from '#workers/deps.ts'
import type { Lease } from '#workers/leases/lease.ts'

/** A kind of job as a worker serves it: how many at a time, and what of the machine must work before it is claimed. */
export type Served = {
  queue: JobQueue
  concurrency: number
  needs: readonly MachinePart[]
  /** Where the job has a row that a worker holds: how it is claimed and let go. */
  lease?: Lease
  handle(deps: Deps, id: string): Promise<void>
}

/** Everything is a row, and nearly everything leaves a file. */
export const ROWS: readonly MachinePart[] = ['database']
export const FILES: readonly MachinePart[] = ['database', 'storage']
export const CELLS: readonly MachinePart[] = ['database', 'storage', 'sandbox']
