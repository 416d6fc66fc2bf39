import { DNA_FIELDS, Dna, type DnaField, type Teller } from '#lib/domain/artefacts/dna.ts'
import { METRIC_FACTS, type Metric, type TaskType } from '#lib/domain/vocabulary.ts'

/** What a seed without data says of its structure, and what of it said so. */
export type ToldFacts = { readonly [F in DnaField]?: { value: Dna[F]; by: Teller } }

/** The fields as people read them. */
export const FIELD_TITLES = {
  modality: 'Modality',
  task: 'Kind of target',
  metric: 'Metric',
  nTrain: 'Training rows',
  nTest: 'Test rows',
  classes: 'Classes',
  joinDepth: 'Child tables',
  columnTypes: 'Columns',
  cardinality: 'Levels of categories',
  missingRate: 'Empty cells',
  imbalance: 'Balance of classes',
  groups: 'Groups of rows',
  time: 'Dates',
  mechanismPrior: 'Mechanisms',
  difficulty: 'Difficulty',
  family: 'Family',
} as const satisfies Record<DnaField, string>

/** What told a field, as people read it. */
export const TELLER_TITLES = {
  stated: 'seed.json',
  grader: 'grade.py',
  config: 'config.yaml',
  submission: 'sample submission',
  checksums: 'checksums.yaml',
  text: 'statement',
} as const satisfies Record<Teller, string>

/** Metric of a task that names none. */
export const DEFAULT_METRIC: Record<TaskType, Metric> = {
  binary: 'auc',
  multiclass: 'accuracy',
  ordinal: 'qwk',
  regression: 'rmse',
}

/** Classes that a plan takes where nothing tells their number. */
const OPEN_CLASSES: Record<TaskType, number | null> = {
  binary: 2,
  multiclass: 4,
  ordinal: 4,
  regression: null,
}

/** What a plan takes for a field that nothing tells: a plain table of the middle size. */
const OPEN = {
  modality: 'tabular',
  nTrain: 1000,
  nTest: 500,
  joinDepth: 0,
  columnTypes: { numeric: 5, categorical: 2, date: 0, text: 0, path: 0 },
  cardinality: 5,
  missingRate: 0,
  imbalance: null,
  groups: false,
  time: false,
  mechanismPrior: {},
  difficulty: 1,
  family: null,
} as const satisfies Partial<Dna>

/** DNA of what a seed tells. Its task or its metric must be among that: one follows from the other. */
export function dnaOfTold(facts: ToldFacts): Dna {
  const metric = facts.metric?.value
  const task = facts.task?.value ?? (metric === undefined ? 'regression' : METRIC_FACTS[metric].tasks[0])
  const known = DNA_FIELDS.flatMap((field) =>
    facts[field] === undefined ? [] : [[field, facts[field]] as const],
  )
  return Dna.parse({
    v: 1,
    ...OPEN,
    task,
    metric: DEFAULT_METRIC[task],
    classes: OPEN_CLASSES[task],
    ...Object.fromEntries(known.map(([field, { value }]) => [field, value])),
    told: Object.fromEntries(known.map(([field, { by }]) => [field, by])),
  })
}

/** True for a field that was measured, or that something told. */
export const isKnown = (dna: Dna, field: DnaField): boolean =>
  dna.told === undefined || dna.told[field] !== undefined

/** The fields that nothing told. */
export const openFields = (dna: Dna): DnaField[] => DNA_FIELDS.filter((field) => !isKnown(dna, field))

/** The DNA without what a plan merely takes for it. */
export const withoutOpen = (dna: Dna): Partial<Dna> => {
  const open = new Set<string>(openFields(dna))
  return Object.fromEntries(Object.entries(dna).filter(([field]) => !open.has(field)))
}
