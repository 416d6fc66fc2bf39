import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { ColumnKind, ColumnShape, Structure } from '#lib/domain/artefacts/structure.ts'
import { closeness, overlap, profileCloseness, rateCloseness } from '#lib/domain/fidelity/closeness.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** DNA with the structure that fidelity is measured by. */
export type Measured = Dna & { structure: Structure }
/** One part of the structure in words, and how much of it is kept, 0 to 1. */
export type Compared = { seed: string; task: string; score: number }
type Compare = (seed: Measured, task: Measured) => Compared | null

/** A whole order of magnitude, and a little: what is so far off has nothing in common. */
const SPAN = 16
/** Texts are sentences or pages, where tables have a handful or a dozen of things. */
const TEXT_SPAN = 32
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
const figure = (value: number) => String(Math.round(value * 100) / 100)
const told =
  (words: (dna: Measured) => string, score: (seed: Measured, task: Measured) => number): Compare =>
  (seed, task) => ({ seed: words(seed), task: words(task), score: score(seed, task) })
/** A part that neither of the two has is left out: having nothing is nothing kept. */
const where =
  (has: (dna: Measured) => boolean, compare: Compare): Compare =>
  (seed, task) =>
    has(seed) || has(task) ? compare(seed, task) : null

/** Something that a seed has and its task lost, or has and the seed never had, which is half as bad. */
const lost = (has: (dna: Measured) => boolean): Compare =>
  where(
    has,
    told(
      (dna) => (has(dna) ? 'yes' : 'no'),
      (seed, task) => (has(seed) === has(task) ? 1 : has(seed) ? 0 : 0.5),
    ),
  )

const same = (words: (dna: Measured) => string): Compare =>
  told(words, (seed, task) => Number(words(seed) === words(task)))

/** Metrics that ask for the same kind of answer to the same kind of question. */
const isKin = (a: Metric, b: Metric) =>
  METRIC_FACTS[a].submission === METRIC_FACTS[b].submission &&
  METRIC_FACTS[a].tasks.some((task) => METRIC_FACTS[b].tasks.some((other) => other === task))
const metric: Compare = told(
  (dna) => METRIC_FACTS[dna.metric].title,
  (seed, task) => (seed.metric === task.metric ? 1 : isKin(seed.metric, task.metric) ? 0.5 : 0),
)

const targetWords = ({ structure: { target } }: Measured) =>
  target.kind === 'numbers'
    ? `numbers, skew ${figure(target.skew)}`
    : `${target.shares.length} classes of ${target.shares.slice(0, 4).map(percent).join(', ')}${target.shares.length > 4 ? ', ...' : ''}`
const target: Compare = told(targetWords, (seed, task) => {
  const [a, b] = [seed.structure.target, task.structure.target]
  if (a.kind === 'numbers' && b.kind === 'numbers') return Math.max(0, 1 - Math.abs(a.skew - b.skew) / 0.8)
  return a.kind === 'classes' && b.kind === 'classes' ? overlap(a.shares, b.shares) : 0
})

const KINDS: readonly ColumnKind[] = ['numeric', 'categorical', 'date', 'text', 'path']
const counts = ({ columnTypes }: Measured) => KINDS.map((kind) => columnTypes[kind])
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0)
const columnWords = ({ columnTypes }: Measured) =>
  KINDS.flatMap((kind) => (columnTypes[kind] > 0 ? [`${columnTypes[kind]} ${kind}`] : [])).join(', ') ||
  'none'
const columns: Compare = told(
  columnWords,
  (seed, task) =>
    0.6 * overlap(counts(seed), counts(task)) + 0.4 * closeness(sum(counts(seed)), sum(counts(task)), SPAN),
)

const ofKind = (dna: Measured, kind: ColumnKind): ColumnShape[] =>
  dna.structure.columns.filter((column) => column.kind === kind)
const middle = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
/** The typical number of levels: the geometric mean, as one column of many levels is not typical. */
const levels = (dna: Measured) => {
  const logs = ofKind(dna, 'categorical').map((column) => Math.log(Math.max(1, column.levels)))
  return logs.length === 0 ? 0 : Math.exp(sum(logs) / logs.length)
}
const cardinality: Compare = (seed, task) =>
  // Categories that the seed never had are told of by the mix of columns.
  levels(seed) === 0
    ? null
    : told(
        (dna) => `about ${figure(levels(dna))} levels`,
        (a, b) => closeness(levels(a), levels(b), SPAN),
      )(seed, task)

const missing: Compare = told(
  (dna) => percent(dna.missingRate),
  (seed, task) => rateCloseness(seed.missingRate, task.missingRate, 0.05),
)

const skews = (dna: Measured) => ofKind(dna, 'numeric').map(({ skew }) => skew ?? 0)
const shape: Compare = (seed, task) =>
  skews(seed).length === 0 || skews(task).length === 0
    ? null
    : told(
        (dna) => `median skew ${figure(middle(skews(dna)))}`,
        (a, b) => profileCloseness(skews(a), skews(b), 0.8),
      )(seed, task)

const strengths = (dna: Measured) => dna.structure.columns.map((column) => column.dependence)
const dependence: Compare = told(
  (dna) =>
    `strongest column ${figure(Math.max(0, ...strengths(dna)))}, middle one ${figure(middle(strengths(dna)))}`,
  (seed, task) => profileCloseness(strengths(seed), strengths(task), 1),
)

const fan = (dna: Measured) =>
  middle(dna.structure.joins.flatMap(({ perParent }) => (perParent === null ? [] : [perParent])))
const joins: Compare = where(
  (dna) => dna.joinDepth > 0,
  told(
    (dna) => `${dna.joinDepth} child tables${fan(dna) > 0 ? `, ${figure(fan(dna))} rows a parent` : ''}`,
    (seed, task) => {
      const [a, b] = [seed.joinDepth, task.joinDepth]
      if (a === 0 || b === 0) return 0
      const tables = Math.min(a, b) / Math.max(a, b)
      return fan(seed) === 0 || fan(task) === 0
        ? tables
        : (tables + closeness(fan(seed), fan(task), SPAN)) / 2
    },
  ),
)

const side = ({ structure: { picture } }: Measured) =>
  picture === null ? 0 : Math.sqrt(picture.width * picture.height)
const pictures: Compare = where(
  (dna) => dna.structure.picture !== null,
  told(
    ({ structure: { picture } }) =>
      picture === null ? 'none' : `${picture.width} x ${picture.height}, ${picture.channels} channels`,
    (seed, task) => {
      const alike = seed.structure.picture?.channels === task.structure.picture?.channels
      return closeness(side(seed), side(task), SPAN) * (alike ? 1 : 0.5)
    },
  ),
)

const texts: Compare = where(
  (dna) => dna.structure.text !== null,
  told(
    ({ structure: { text } }) =>
      text === null ? 'none' : `${text.words} words, vocabulary of ${text.vocabulary}`,
    (seed, task) => {
      const [a, b] = [seed.structure.text, task.structure.text]
      if (a === null || b === null) return 0
      return (closeness(a.words, b.words, TEXT_SPAN) + closeness(a.vocabulary, b.vocabulary, TEXT_SPAN)) / 2
    },
  ),
)

/** A task has 50 to 200 training rows, whatever its seed has. */
const rowsOf = (dna: Measured) => Math.min(200, Math.max(50, dna.nTrain))
const rows: Compare = told(
  (dna) => `${dna.nTrain} for training`,
  (seed, task) => closeness(rowsOf(seed), rowsOf(task), 4),
)

/** What fidelity is made of: each part with its weight, and how two structures are compared in it. */
export const PARTS = {
  modality: { title: 'Modality', weight: 3, compare: same((dna) => dna.modality) },
  task: { title: 'Kind of target', weight: 3, compare: same((dna) => dna.task) },
  metric: { title: 'Metric', weight: 3, compare: metric },
  target: { title: 'Distribution of the target', weight: 2, compare: target },
  columns: { title: 'Columns', weight: 2, compare: columns },
  cardinality: { title: 'Levels of categories', weight: 1, compare: cardinality },
  missing: { title: 'Empty cells', weight: 1, compare: missing },
  shape: { title: 'Shape of the numbers', weight: 1, compare: shape },
  dependence: { title: 'What single columns tell', weight: 1, compare: dependence },
  joins: { title: 'Child tables', weight: 2, compare: joins },
  groups: { title: 'Groups of rows', weight: 1, compare: lost((dna) => dna.groups) },
  time: { title: 'Dates', weight: 1, compare: lost((dna) => dna.time) },
  pictures: { title: 'Pictures', weight: 2, compare: pictures },
  texts: { title: 'Texts', weight: 2, compare: texts },
  rows: { title: 'Training rows', weight: 1, compare: rows },
} as const satisfies Record<string, { title: string; weight: number; compare: Compare }>
export type PartId = keyof typeof PARTS
