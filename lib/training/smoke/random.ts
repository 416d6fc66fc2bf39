import { type Random, seededRandom } from '#lib/domain/random.ts'

/** Mixes words into 32 bits (FNV-1a), so that streams of different purposes never meet. */
function keyOf(words: readonly (string | number)[]): number {
  let key = 0x811c9dc5
  for (const char of words.join('/')) key = Math.imul(key ^ char.charCodeAt(0), 0x01000193)
  return key >>> 0
}

/** The draws of one purpose: the whole smoke trainer is a function of its seed and of what programs score. */
export const randomOf = (...words: readonly (string | number)[]): Random => seededRandom(keyOf(words))

/** Index drawn with the given probabilities, which sum to 1. */
export function drawIndex(random: Random, probabilities: readonly number[]): number {
  let left = random()
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i] ?? 0
    if (left < 0) return i
  }
  return probabilities.length - 1
}
