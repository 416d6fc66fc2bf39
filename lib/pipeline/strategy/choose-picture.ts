import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec, SpecPicture } from '#lib/domain/artefacts/spec.ts'
import { amount, type Change, moveNumber } from '#lib/pipeline/strategy/mutate.ts'

/** Sides of pictures in pixels: below the least, lines and small things are hard to see for people too. */
const PICTURE_SIDES = [64, 72, 80, 96]
const USUAL_SIDE = 64
/** Bytes of all pictures of a task before they are packed, which saves about a quarter. */
const MOST_PICTURE_BYTES = 20_000_000

/** Grey or colour as in the seed's pictures, and the side nearest to theirs at which so many do not weigh too much. */
export function choosePicture(
  dna: Dna,
  rows: Pick<Spec['rows'], 'train' | 'test'>,
  change: Change,
): Omit<SpecPicture, 'ground'> {
  const seed = dna.structure?.picture ?? null
  const isColour = seed === null ? change.draw('picture-colour').chance(0.6) : seed.channels >= 3
  // One that does not stay changes to the other.
  const channels = change.draw('picture-channels').chance(change.keep.structure) === isColour ? 3 : 1
  const [least = USUAL_SIDE, ...more] = PICTURE_SIDES
  const isLight = (side: number) => (rows.train + rows.test) * side ** 2 * channels <= MOST_PICTURE_BYTES
  const sides = [least, ...more.filter(isLight)]
  const from = seed === null ? USUAL_SIDE : Math.sqrt(seed.width * seed.height)
  const wanted = moveNumber(from, [least, sides.at(-1) ?? least], 1.6, amount(change, 'picture-side'))
  const [side = least] = sides.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
  return { side, channels }
}
