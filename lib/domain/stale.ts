/** Deaths of a worker, or faults of its machine, that a row survives. */
export const MAX_LOST = 3

export type StaleVerdict = 'requeue' | 'worker-lost'

/** What happens to a row that was lost once more, having been lost `lost` times before. */
export const verdictOfLoss = (lost: number): StaleVerdict =>
  lost + 1 >= MAX_LOST ? 'worker-lost' : 'requeue'
