import { createHash } from 'node:crypto'
import { foldWords } from '#lib/packs/fold-text.ts'

/** Words of one shingle: long enough that two authors hardly write the same ones. */
const WORDS = 6
/** Of all shingles one in so many is kept, by its hash, so that the same ones are kept of every text. */
const ONE_IN = 4

/** Hashes of overlapping runs of words of a text, folded, a sample of them: facts about it, no text of it. */
export function shinglesOf(text: string): Set<string> {
  const words = foldWords(text).split('-')
  const found = new Set<string>()
  for (let at = 0; at + WORDS <= words.length; at++) {
    const run = words.slice(at, at + WORDS).join('-')
    const hash = createHash('sha256').update(run).digest()
    if (hash.readUInt8(31) % ONE_IN === 0) found.add(hash.toString('hex', 0, 4))
  }
  return found
}
