export type Neighbours = {
  before: string | null
  after: string | null
  /** Counted from 1; null where the item is not in the order any more. */
  position: number | null
  total: number
}

/** Where an item is in an order, and what lies beside it. */
export function neighboursOf(order: readonly string[], id: string): Neighbours {
  const at = order.indexOf(id)
  return {
    before: at > 0 ? (order[at - 1] ?? null) : null,
    after: order[at + 1] ?? null,
    position: at === -1 ? null : at + 1,
    total: order.length,
  }
}

/** The item after a verdict: the next one, then those that were passed over, oldest first. */
export const afterVerdict = (order: readonly string[], id: string): string | null =>
  neighboursOf(order, id).after ?? order.find((other) => other !== id) ?? null
