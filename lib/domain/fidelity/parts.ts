import type { DnaField } from '#lib/domain/artefacts/dna.ts'
import { type Compare, type ComparePlain, lost, same, told } from '#lib/domain/fidelity/compare.ts'
import { beside, joins, pictures, texts } from '#lib/domain/fidelity/file-parts.ts'
import {
  cardinality,
  columns,
  dependence,
  missing,
  rows,
  shape,
  target,
} from '#lib/domain/fidelity/table-parts.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** Metrics that ask for the same kind of answer to the same kind of question. */
const isKin = (a: Metric, b: Metric) =>
  METRIC_FACTS[a].submission === METRIC_FACTS[b].submission &&
  METRIC_FACTS[a].tasks.some((task) => METRIC_FACTS[b].tasks.some((other) => other === task))
const metric: ComparePlain = told(
  (dna) => METRIC_FACTS[dna.metric].title,
  (seed, task) => (seed.metric === task.metric ? 1 : isKin(seed.metric, task.metric) ? 0.5 : 0),
)

export type Part = { title: string; weight: number } & (
  | { compare: Compare; field?: never }
  /** The one field that it compares: known of a seed without data, too, where something told it. */
  | { compare: ComparePlain; field: DnaField }
)

/** What fidelity is made of: each part with its weight, and how two structures are compared in it. */
export const PARTS = {
  modality: { title: 'Modality', weight: 3, field: 'modality', compare: same((dna) => dna.modality) },
  task: { title: 'Kind of target', weight: 3, field: 'task', compare: same((dna) => dna.task) },
  metric: { title: 'Metric', weight: 3, field: 'metric', compare: metric },
  target: { title: 'Distribution of the target', weight: 2, compare: target },
  columns: { title: 'Columns', weight: 2, field: 'columnTypes', compare: columns },
  cardinality: { title: 'Levels of categories', weight: 1, compare: cardinality },
  missing: { title: 'Empty cells', weight: 1, field: 'missingRate', compare: missing },
  shape: { title: 'Shape of the numbers', weight: 1, compare: shape },
  dependence: { title: 'What single columns tell', weight: 1, compare: dependence },
  joins: { title: 'Child tables', weight: 2, compare: joins },
  groups: { title: 'Groups of rows', weight: 1, field: 'groups', compare: lost((dna) => dna.groups) },
  time: { title: 'Dates', weight: 1, field: 'time', compare: lost((dna) => dna.time) },
  beside: { title: 'Columns beside pictures or texts', weight: 2, field: 'columnTypes', compare: beside },
  pictures: { title: 'Pictures', weight: 2, compare: pictures },
  texts: { title: 'Texts', weight: 2, compare: texts },
  rows: { title: 'Training rows', weight: 1, field: 'nTrain', compare: rows },
} as const satisfies Record<string, Part>
export type PartId = keyof typeof PARTS
