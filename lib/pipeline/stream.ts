import { createHash } from 'node:crypto'

/** One independent sequence of draws. Same key, same sequence, on every machine. */
export type Stream = {
  /** Uniform in [0, 1). */
  next: () => number
  /** Integer in [0, n). */
  below: (n: number) => number
  /** Uniform in [low, high). */
  between: (low: number, high: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** One item, likelier with its weight; weights must not all be 0. */
  pickWeighted: <T>(items: readonly T[], weight: (item: T) => number) => T
  shuffle: <T>(items: readonly T[]) => T[]
}

/**
 * Draws keyed by words: sha256 in counter mode, 52 bits a draw. Every field of a spec has its own key, so a change
 * in how one field is drawn leaves all others alone.
 */
export function stream(...key: readonly (string | number)[]): Stream {
  const prefix = `${key.map((part) => JSON.stringify(part)).join('/')}#`
  let counter = 0
  const next = () => {
    const bytes = createHash('sha256').update(`${prefix}${counter++}`).digest()
    return Number(bytes.readBigUInt64BE(0) >> 12n) / 2 ** 52
  }
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error(`nothing to pick from: ${prefix}`)
    return item
  }
  return {
    next,
    below,
    pick,
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    pickWeighted: (items, weight) => {
      let left = next() * items.reduce((sum, item) => sum + weight(item), 0)
      for (const item of items) {
        left -= weight(item)
        if (left < 0) return item
      }
      return pick(items)
    },
    shuffle: (items) => {
      const drawn = items.map((item) => ({ item, at: next() }))
      return drawn.sort((a, b) => a.at - b.at).map(({ item }) => item)
    },
  }
}
