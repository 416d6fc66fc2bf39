/** A seeded sequence of draws in [0, 1): the whole smoke trainer is a function of its seed and of what programs score. */
export type Random = () => number

/** Mixes words into 32 bits (FNV-1a), so that streams of different purposes never meet. */
function keyOf(words: readonly (string | number)[]): number {
  let key = 0x811c9dc5
  for (const char of words.join('/')) key = Math.imul(key ^ char.charCodeAt(0), 0x01000193)
  return key >>> 0
}

/** Mulberry32: 32 bits of state, far more draws than a run takes. */
export function randomOf(...words: readonly (string | number)[]): Random {
  let state = keyOf(words)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Index drawn with the given probabilities, which sum to 1. */
export function drawIndex(random: Random, probabilities: readonly number[]): number {
  let left = random()
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i] ?? 0
    if (left < 0) return i
  }
  return probabilities.length - 1
}
