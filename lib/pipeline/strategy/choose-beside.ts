import { tellingOf } from '#lib/domain/artefacts/author-sense.ts'
import { asksForAuthor } from '#lib/domain/artefacts/author-target.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { FILE_COLUMNS } from '#lib/domain/vocabulary.ts'
import { amount, type Change, type Draw, isFaithful, moveNumber } from '#lib/pipeline/strategy/mutate.ts'

export type Beside = { numeric: number; categorical: number }

/** Plain columns that a row has beside its picture or text, fewest and most, and how many where the seed has none. */
const NUMERIC = [2, 4] as const
const CATEGORICAL = [1, 3] as const
const USUAL = { numeric: 2.5, categorical: 1.5 }
const SPREAD = 1.6

/**
 * Plain columns beside a picture or a text, as site, device or age in real competitions. A faithful plan has as many as
 * its seed; others have some in any case, so that there is something to say of a row at first sight.
 */
export function chooseBeside({ columnTypes }: Pick<Dna, 'columnTypes'>, change: Change): Beside {
  if (isFaithful(change))
    return {
      numeric: Math.min(NUMERIC[1], columnTypes.numeric),
      categorical: Math.min(CATEGORICAL[1], columnTypes.categorical),
    }
  const count = (kind: keyof Beside, limits: readonly [number, number]) => {
    const from = columnTypes[kind] === 0 ? USUAL[kind] : columnTypes[kind]
    return Math.round(moveNumber(from, limits, SPREAD, amount(change, `${kind}-columns`)))
  }
  return { numeric: count('numeric', NUMERIC), categorical: count('categorical', CATEGORICAL) }
}

/** What share of the score they are by themselves: the picture or text says more. */
const SHARES = [0.3, 0.5] as const
/** What light and colour say of a row that is a picture alone, or a group of who wrote a text: one or two effects are soon found. */
const SHARES_OF_FEW = [0.2, 0.35] as const

const isPlain = ({ table, kind }: SpecColumn) =>
  table === 'main' && (kind === 'numeric' || kind === 'categorical')

/**
 * The share of ordinary signal in the plain columns beside a picture or a text; of a picture alone in what it shows at a
 * glance, and none in a text alone, or where no column goes with who wrote a text.
 */
export function ordinaryBeside(
  told: Pick<Spec, 'task' | 'target'> & { columns: readonly SpecColumn[] },
  draw: Draw,
): Pick<Spec, 'ordinary'> {
  const columns = tellingOf(told)
  const stream = draw('ordinary')
  const within = (limits: readonly [number, number]) => Math.round(100 * stream.between(...limits)) / 100
  const shares = asksForAuthor(told) ? SHARES_OF_FEW : SHARES
  if (columns.some(isPlain)) return { ordinary: { share: within(shares) } }
  const isPicture = columns.some(({ kind, name }) => kind === 'path' && name === FILE_COLUMNS.image)
  return isPicture ? { ordinary: { share: within(SHARES_OF_FEW), looks: true } } : {}
}
