import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec, SpecSound } from '#lib/domain/artefacts/spec.ts'
import { amount, type Change, moveNumber } from '#lib/pipeline/strategy/mutate.ts'

/** Seconds of a sound: fewer hold no rhythm, more weigh too much. */
const SECONDS = [0.8, 2] as const
const USUAL_SECONDS = 1
/** Bytes of all sounds of a task before they are packed, at 8,000 samples of two bytes a second. */
const MOST_SOUND_BYTES = 26_000_000
const BYTES_A_SECOND = 16_000

/** About as long as the seed's sounds, as far as so many do not weigh too much. */
export function chooseSound(
  dna: Dna,
  rows: Pick<Spec['rows'], 'train' | 'test'>,
  change: Change,
): Omit<SpecSound, 'site'> {
  const longest = MOST_SOUND_BYTES / BYTES_A_SECOND / (rows.train + rows.test)
  const [least, most] = SECONDS
  const limits = [least, Math.max(least, Math.min(most, longest))] as const
  const seconds = moveNumber(
    dna.structure?.sound?.seconds ?? USUAL_SECONDS,
    limits,
    1.6,
    amount(change, 'sound'),
  )
  return { seconds: Math.round(seconds * 10) / 10 }
}
