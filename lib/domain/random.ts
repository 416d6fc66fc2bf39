/** Numbers in [0, 1), handed in, so that one question has one answer wherever and how often it is asked. */
export type Random = () => number

/** The sequence of a 32-bit seed (mulberry32): small, and even enough for resampling and for a run of the trainer. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
