/** Deaths of a worker, or faults of its machine, that a row survives. */
export const MAX_LOST = 3

export type LeasedRow = { leaseUntil: Date | null; lost: number }
export type StaleVerdict = 'alive' | 'requeue' | 'worker-lost'

/**
 * What to do with a row that is marked as running. Pure: only the reconciler writes the verdict, everybody may show it.
 * @param now the database's clock
 */
export function classifyStale(row: LeasedRow, now: Date): StaleVerdict {
  if (row.leaseUntil !== null && row.leaseUntil > now) return 'alive'
  return row.lost + 1 >= MAX_LOST ? 'worker-lost' : 'requeue'
}
