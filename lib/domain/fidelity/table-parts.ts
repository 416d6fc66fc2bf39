import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { type ColumnKind, type ColumnShape, MEASURED_ROWS } from '#lib/domain/artefacts/structure.ts'
import { closeness, overlap, profileCloseness, rateCloseness } from '#lib/domain/fidelity/closeness.ts'
import {
  type Compare,
  type ComparePlain,
  figure,
  type Measured,
  middle,
  percent,
  SPAN,
  sum,
  told,
} from '#lib/domain/fidelity/compare.ts'
import { TRAIN_ROWS } from '#lib/domain/task-rows.ts'

const targetWords = ({ structure: { target } }: Measured) =>
  target.kind === 'numbers'
    ? `numbers, skew ${figure(target.skew)}`
    : `${target.shares.length} classes of ${target.shares.slice(0, 4).map(percent).join(', ')}${target.shares.length > 4 ? ', ...' : ''}`
export const target: Compare = told(targetWords, (seed, task) => {
  const [a, b] = [seed.structure.target, task.structure.target]
  if (a.kind === 'numbers' && b.kind === 'numbers') return Math.max(0, 1 - Math.abs(a.skew - b.skew) / 0.8)
  return a.kind === 'classes' && b.kind === 'classes' ? overlap(a.shares, b.shares) : 0
})

const KINDS: readonly ColumnKind[] = ['numeric', 'categorical', 'date', 'text', 'path']
const counts = ({ columnTypes }: Dna) => KINDS.map((kind) => columnTypes[kind])
const columnWords = ({ columnTypes }: Dna) =>
  KINDS.flatMap((kind) => (columnTypes[kind] > 0 ? [`${columnTypes[kind]} ${kind}`] : [])).join(', ') ||
  'none'
export const columns: ComparePlain = told(
  columnWords,
  (seed, task) =>
    0.6 * overlap(counts(seed), counts(task)) + 0.4 * closeness(sum(counts(seed)), sum(counts(task)), SPAN),
)

const ofKind = (dna: Measured, kind: ColumnKind): ColumnShape[] =>
  dna.structure.columns.filter((column) => column.kind === kind)
/** A column of so many different values in the rows that were measured is not a category: it names things. */
const UNIQUE = 0.8
const measuredRows = (dna: Measured) => Math.min(MEASURED_ROWS, dna.nTrain)
/** The typical number of levels: the geometric mean, as one column of many levels is not typical. */
const levels = (dna: Measured) => {
  const categories = ofKind(dna, 'categorical').filter((column) => column.levels < UNIQUE * measuredRows(dna))
  const logs = categories.map((column) => Math.log(Math.max(1, column.levels)))
  return logs.length === 0 ? 0 : Math.exp(sum(logs) / logs.length)
}
export const cardinality: Compare = (seed, task) =>
  // Categories that the seed never had are told of by the mix of columns.
  levels(seed) === 0
    ? null
    : told(
        (dna: Measured) => `about ${figure(levels(dna))} levels`,
        (a, b) => closeness(levels(a), levels(b), SPAN),
      )(seed, task)

export const missing: ComparePlain = told(
  (dna) => percent(dna.missingRate),
  (seed, task) => rateCloseness(seed.missingRate, task.missingRate, 0.05),
)

const skews = (dna: Measured) => ofKind(dna, 'numeric').map(({ skew }) => skew ?? 0)
export const shape: Compare = (seed, task) =>
  skews(seed).length === 0 || skews(task).length === 0
    ? null
    : told(
        (dna: Measured) => `median skew ${figure(middle(skews(dna)))}`,
        (a, b) => profileCloseness(skews(a), skews(b), 0.8),
      )(seed, task)

const strengths = (dna: Measured) => dna.structure.columns.map((column) => column.dependence)
export const dependence: Compare = told(
  (dna) =>
    `strongest column ${figure(Math.max(0, ...strengths(dna)))}, middle one ${figure(middle(strengths(dna)))}`,
  (seed, task) => profileCloseness(strengths(seed), strengths(task), 1),
)

/** A task has as many training rows as a gate allows, whatever its seed has. */
const rowsOf = (dna: Dna) => Math.min(TRAIN_ROWS[1], Math.max(TRAIN_ROWS[0], dna.nTrain))
export const rows: ComparePlain = told(
  (dna) => `${dna.nTrain} for training`,
  (seed, task) => closeness(rowsOf(seed), rowsOf(task), 4),
)
