import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { FEEDBACK_ROWS, leastRewardRows } from '#lib/domain/feedback.ts'
import { METRIC_FACTS, type Metric, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'
import type { Stream } from '#lib/pipeline/stream.ts'

/** A field of the seed survives unchanged with this probability; otherwise it moves, starting from where it was. */
export const KEEP = 0.6

/** The stream of one field: `draw('metric')` and `draw('task')` know nothing of each other. */
export type Draw = (field: string) => Stream

const NEIGHBOURS = {
  modality: {
    tabular: ['join', 'series'],
    join: ['tabular', 'series'],
    series: ['tabular', 'join'],
    image: ['text', 'tabular'],
    text: ['image', 'tabular'],
  },
  task: {
    binary: ['ordinal', 'multiclass'],
    multiclass: ['ordinal', 'binary'],
    ordinal: ['multiclass', 'regression'],
    regression: ['ordinal', 'binary'],
  },
} as const satisfies { modality: Record<Modality, Modality[]>; task: Record<TaskType, TaskType[]> }

function near<T>(value: T, neighbours: readonly T[], possible: readonly T[], stream: Stream): T {
  const others = neighbours.filter((neighbour) => possible.includes(neighbour))
  const kept = stream.chance(KEEP)
  if (possible.includes(value) && (kept || others.length === 0)) return value
  return stream.pick(others.length > 0 ? others : possible)
}

/**
 * The seed's modality or a neighbouring one, out of those that the engine has mechanisms for. A seed with child tables
 * that moves, moves to joins where they are near.
 */
export function chooseModality(dna: Dna, possible: readonly Modality[], draw: Draw): Modality {
  const around: readonly Modality[] = NEIGHBOURS.modality[dna.modality]
  const neighbours = dna.joinDepth > 0 && around.includes('join') ? (['join'] as const) : around
  return near<Modality>(dna.modality, neighbours, possible, draw('modality'))
}

/** The seed's task or a neighbouring one, out of those that the modality's mechanisms support. */
export const chooseTask = (dna: Dna, possible: readonly TaskType[], draw: Draw): TaskType =>
  near<TaskType>(dna.task, NEIGHBOURS.task[dna.task], possible, draw('task'))

/** The seed's metric where it fits the task; otherwise one that does, counted on from the seed's place in the list. */
export function chooseMetric(dna: Dna, task: TaskType, known: readonly Metric[], draw: Draw): Metric {
  const stream = draw('metric')
  const fitting = known.filter((metric) => (METRIC_FACTS[metric].tasks as readonly TaskType[]).includes(task))
  // A 0/1 label metric hides the probability that a binary rule is about; it stays only where the seed had it.
  const natural = fitting.filter((metric) => task !== 'binary' || METRIC_FACTS[metric].submission !== 'label')
  const pool = natural.length > 0 ? natural : fitting
  if (fitting.includes(dna.metric) && stream.chance(KEEP)) return dna.metric
  const from = known.indexOf(dna.metric)
  const chosen = pool[(from + 1 + stream.below(pool.length)) % pool.length]
  if (chosen === undefined) throw new Error(`no metric for a ${task} task in the catalogue`)
  return chosen
}

/** A number of the seed, kept or scaled by up to `spread` either way, then held inside its limits. */
export function moveNumber(
  value: number,
  limits: readonly [number, number],
  spread: number,
  stream: Stream,
): number {
  const factor = stream.chance(KEEP) ? 1 : stream.between(1 / spread, spread)
  return Math.min(limits[1], Math.max(limits[0], value * factor))
}

/** Training rows: 160 for a seed of hundreds of rows, 200 for one of tens of thousands. */
export function chooseTrainRows(dna: Dna, draw: Draw): number {
  const size = Math.log10(Math.max(100, dna.nTrain))
  const base = 160 + (40 * (Math.min(5, size) - 2)) / 3
  return Math.round(moveNumber(base, [160, 200], 1.15, draw('train-rows')))
}

/**
 * Hidden test rows: those that decide the reward, as many as the metric needs, moved a little by the seed's own test
 * size, and beside them those for feedback. Pictures are files, so that there are only as many as are needed.
 */
export function chooseTestRows(
  dna: Dna,
  modality: Modality,
  metric: Metric,
  draw: Draw,
): { test: number; feedback: number } {
  const base = leastRewardRows(metric)
  const ratio = dna.nTrain > 0 && dna.nTest > dna.nTrain ? 1.2 : 1
  const rows = Math.round(moveNumber(base * ratio, [base, 2400], 1.2, draw('test-rows')))
  const reward = modality === 'image' ? Math.min(rows, Math.max(base, 1200)) : rows
  return { test: reward + FEEDBACK_ROWS, feedback: FEEDBACK_ROWS }
}

/** Share of missing cells: none in pictures, series and text, where a mechanism draws its own columns. */
export function chooseMissingRate(dna: Dna, modality: Modality, draw: Draw): number {
  const rate = moveNumber(dna.missingRate + 0.005, [0, 0.2], 2.5, draw('missing-rate'))
  return modality === 'tabular' || modality === 'join' ? Math.round(rate * 1000) / 1000 : 0
}

export function chooseImbalance(dna: Dna, task: TaskType, draw: Draw): number | null {
  if (task === 'regression') return null
  const stream = draw('imbalance')
  const limits = task === 'binary' ? ([0.15, 0.5] as const) : ([0.5, 1] as const)
  const from = dna.imbalance ?? (task === 'binary' ? 0.4 : 0.9)
  // A seed of another task measures something else: bring both onto the same scale of evenness.
  const evenness = dna.task === 'binary' ? from * 2 : from
  const value = task === 'binary' ? evenness / 2 : evenness
  return Math.round(moveNumber(value, limits, 1.4, stream) * 1000) / 1000
}

/** Number of classes of a multi-class or ordinal target. */
export function chooseClassCount(dna: Dna, limits: readonly [number, number], draw: Draw): number {
  const from = dna.classes ?? limits[0]
  return Math.round(moveNumber(Math.max(limits[0], from), limits, 1.5, draw('classes')))
}

export function chooseNoise(dna: Dna, draw: Draw): number {
  const stream = draw('noise')
  if (stream.chance(KEEP)) return dna.difficulty
  return Math.min(2, Math.max(0, dna.difficulty + (stream.chance(0.5) ? 1 : -1)))
}
