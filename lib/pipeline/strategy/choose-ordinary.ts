import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'
import type { Draw } from '#lib/pipeline/strategy/mutate.ts'

/** Modalities whose rows are plain columns; those beside a picture or a text are chosen with them (choose-beside.ts). */
const WITH_PLAIN_COLUMNS: readonly Modality[] = ['tabular', 'join', 'series']
/**
 * What share of the score that is: with less of it linear models rank too low, with more the rule hardly matters beside
 * what any default model finds. A number shows more of a rule than a grade does, and a grade more than a class, so that less of one is enough;
 * of two classes in one table a linear model finds the ordinary part first, and two classes a day show least of what earlier days did.
 */
const SHARES = {
  number: [0.42, 0.58],
  grade: [0.36, 0.5],
  class: [0.3, 0.46],
  ofTwo: [0.25, 0.38],
  classOfDay: [0.2, 0.36],
} as const
/** What a rule over child rows reads goes with columns of the row, which therefore show part of it: so much less. */
const SHOWN_IN_JOINS = 0.05
/** How far the seed's own main effects move the share, either way. */
const LEAN = 0.05

/**
 * How much single columns of the seed tell of its target by a rise or fall, 0 to 1: the more, the more of a descendant's
 * score is ordinary signal too. A seed that was read before this was measured appears in the middle.
 */
function mainEffects({ structure }: Dna): number {
  if (structure === undefined) return 0.5
  const told = structure.columns.flatMap(({ monotone, dependence }) =>
    monotone === false ? [] : [dependence],
  )
  return Math.min(1, 2 * Math.max(0, ...told))
}

function kindOf(task: Spec['task'], modality: Modality): keyof typeof SHARES {
  if (task === 'regression') return 'number'
  if (task === 'ordinal') return 'grade'
  if (modality === 'series') return 'classOfDay'
  return task === 'binary' && modality === 'tabular' ? 'ofTwo' : 'class'
}

/** The share of ordinary signal in a table: columns that people of the trade look at first always say something. */
export function chooseOrdinary(
  dna: Dna,
  { modality, task }: Pick<Spec, 'modality' | 'task'>,
  draw: Draw,
): Pick<Spec, 'ordinary'> {
  const stream = draw('ordinary')
  if (!WITH_PLAIN_COLUMNS.includes(modality)) return {}
  const [least, most] = SHARES[kindOf(task, modality)]
  const shown = modality === 'join' ? SHOWN_IN_JOINS : 0
  const share = stream.between(least, most) + LEAN * (2 * mainEffects(dna) - 1) - shown
  return { ordinary: { share: Math.round(100 * share) / 100, effects: 'steady' } }
}
