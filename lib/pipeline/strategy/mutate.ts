import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { RunControls } from '#lib/domain/controls.ts'
import { FEEDBACK_ROWS, leastRewardRows } from '#lib/domain/feedback.ts'
import type { LIKENESS_FACTS, Likeness } from '#lib/domain/likeness.ts'
import { LEAST_FOR_TASK, LEAST_TRAIN_ROWS, TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { isMedia, METRIC_FACTS, type Metric, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'
import type { Stream } from '#lib/pipeline/stream.ts'

/** The stream of one field: `draw('metric')` and `draw('task')` know nothing of each other. */
export type Draw = (field: string) => Stream

/**
 * How fields change: each by a stream of its own, and unchanged with the probability that the run's likeness gives.
 * One that moves starts from where it was.
 */
export type Change = { draw: Draw; keep: Pick<(typeof LIKENESS_FACTS)[Likeness], 'structure' | 'amounts'> }

const NEIGHBOURS = {
  modality: {
    tabular: ['join', 'series'],
    join: ['tabular', 'series'],
    series: ['tabular', 'join'],
    image: ['text', 'tabular'],
    text: ['image', 'tabular'],
    audio: ['series', 'image'],
  },
  task: {
    binary: ['ordinal', 'multiclass'],
    multiclass: ['ordinal', 'binary'],
    ordinal: ['multiclass', 'regression'],
    regression: ['ordinal', 'binary'],
  },
} as const satisfies { modality: Record<Modality, Modality[]>; task: Record<TaskType, TaskType[]> }

function near<T>(
  value: T,
  neighbours: readonly T[],
  possible: readonly T[],
  { stream, keep }: { stream: Stream; keep: number },
): T {
  const others = neighbours.filter((neighbour) => possible.includes(neighbour))
  const kept = stream.chance(keep)
  if (possible.includes(value) && (kept || others.length === 0)) return value
  return stream.pick(others.length > 0 ? others : possible)
}

/**
 * The seed's modality or a neighbouring one, out of those that the engine has mechanisms for. A seed with child tables
 * that moves, moves to joins where they are near.
 */
export function chooseModality(dna: Dna, possible: readonly Modality[], { draw, keep }: Change): Modality {
  const around: readonly Modality[] = NEIGHBOURS.modality[dna.modality]
  const neighbours = dna.joinDepth > 0 && around.includes('join') ? (['join'] as const) : around
  return near<Modality>(dna.modality, neighbours, possible, {
    stream: draw('modality'),
    keep: keep.structure,
  })
}

/**
 * A plan that left its seed's modality keeps the kind of target, where it keeps anything at all: one that leaves both is
 * none of the seed's descendants.
 */
export const keepingOneOf = ({ modality }: Dna, chosen: Modality, { draw, keep }: Change): Change => ({
  draw,
  keep: chosen !== modality && keep.structure > 0 ? { ...keep, structure: 1 } : keep,
})

/** The seed's task or a neighbouring one, out of those that the modality's mechanisms support. */
export const chooseTask = (dna: Dna, possible: readonly TaskType[], { draw, keep }: Change): TaskType =>
  near<TaskType>(dna.task, NEIGHBOURS.task[dna.task], possible, {
    stream: draw('task'),
    keep: keep.structure,
  })

/** The seed's metric where it fits the task; otherwise one that does, counted on from the seed's place in the list. */
export function chooseMetric(
  dna: Dna,
  task: TaskType,
  known: readonly Metric[],
  { draw, keep }: Change,
): Metric {
  const stream = draw('metric')
  const fitting = known.filter((metric) => METRIC_FACTS[metric].tasks.includes(task))
  // A 0/1 label metric hides the probability that a binary rule is about; it stays only where the seed had it.
  const natural = fitting.filter((metric) => task !== 'binary' || METRIC_FACTS[metric].submission !== 'label')
  const pool = natural.length > 0 ? natural : fitting
  if (fitting.includes(dna.metric) && stream.chance(keep.structure)) return dna.metric
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
  { stream, keep }: { stream: Stream; keep: number },
): number {
  const factor = stream.chance(keep) ? 1 : stream.between(1 / spread, spread)
  return Math.min(limits[1], Math.max(limits[0], value * factor))
}

/** A faithful plan: everything of the seed that can be kept is. */
export const isFaithful = ({ keep }: Pick<Change, 'keep'>): boolean => keep.amounts === 1

/** The stream of a count or rate, and how likely it stays. */
export const amount = ({ draw, keep }: Change, field: string) => ({ stream: draw(field), keep: keep.amounts })

/** How far up a range a seed of so many rows reaches, 0 (hundreds) to 1 (tens of thousands and more). */
const sizeOf = (rows: number): number => Math.min(1, Math.max(0, (Math.log10(Math.max(1, rows)) - 2) / 3))

/** A place in a range, anywhere in it, and with a larger seed likelier further up. */
const placeBySize = (size: number, stream: Stream): number => stream.next() ** (2 ** (1 - 2 * size))

/** What a faithful plan has at least: fewer rows of a seed that was not made for it seldom show a rule. */
const LEAST_FAITHFUL = 140

/**
 * Training rows: anywhere between what modality and task need and the most that there may be, more for a larger seed; a
 * faithful plan has as many as its seed as far as the rule can be found in them.
 */
export function chooseTrainRows(
  dna: Dna,
  { modality, task }: { modality: Modality; task: TaskType },
  asked: RunControls['trainRows'],
  change: Change,
): number {
  const needed = Math.max(LEAST_TRAIN_ROWS[modality], LEAST_FOR_TASK[task])
  const [least, most] = asked ?? [needed, TRAIN_ROWS[1]]
  if (isFaithful(change)) return Math.min(most, Math.max(LEAST_FAITHFUL, dna.nTrain))
  const place = placeBySize(sizeOf(dna.nTrain), change.draw('train-rows'))
  return Math.round(least + (most - least) * place)
}

/** A faithful plan is not larger than this: its seed's own test rows say nothing about what the metric needs. */
const MOST_FAITHFUL = 2400

/**
 * Rows of test.csv: those that decide the reward, as many as the metric needs and up to many times of that, by the
 * magnitude of the seed, and beside them those for feedback.
 */
export function chooseTestRows(
  dna: Dna,
  { metric, modality }: { metric: Metric; modality: Modality },
  [low, high]: readonly [number, number],
  change: Change,
): { test: number; feedback: number } {
  const rows = rowsBySeed(dna, metric, [low, high], change)
  const more = Math.max(0, Math.min(leastForFeedback(metric, modality) - rows.feedback, high - rows.test))
  return { test: rows.test + more, feedback: rows.feedback + more }
}

function rowsBySeed(dna: Dna, metric: Metric, [low, high]: readonly [number, number], change: Change) {
  if (isFaithful(change)) {
    const ratio = dna.nTrain > 0 && dna.nTest > dna.nTrain ? 1.2 : 1
    const reward = Math.round(Math.min(MOST_FAITHFUL, leastRewardRows(metric) * ratio))
    return { test: Math.min(high, Math.max(low, reward + FEEDBACK_ROWS)), feedback: FEEDBACK_ROWS }
  }
  const place = placeBySize(sizeOf(dna.nTrain + dna.nTest), change.draw('test-rows'))
  const test = Math.round(low * (high / low) ** place)
  return { test, feedback: feedbackShareOf(test, leastRewardRows(metric)) }
}

/**
 * So many rows for feedback tell the tiers of a metric apart, where the most that there may be leaves room for them. An
 * order or odds of two classes need more, and a picture or a sound is a file.
 */
function leastForFeedback(metric: Metric, modality: Modality): number {
  if (isMedia(modality) && modality !== 'text') return FEEDBACK_ROWS
  return leastRewardRows(metric) > 1000 ? 1000 : 500
}

/** Where there are rows to spare a fifth is for feedback, up to so many, so that scores are told in finer steps. */
const MOST_FEEDBACK_ROWS = 1000

function feedbackShareOf(test: number, reward: number): number {
  const fifth = Math.floor(test / 5 / FEEDBACK_ROWS) * FEEDBACK_ROWS
  return Math.max(FEEDBACK_ROWS, Math.min(fifth, MOST_FEEDBACK_ROWS, test - reward))
}

/** Share of missing cells: none in pictures, series and text, where a mechanism draws its own columns. */
export function chooseMissingRate(dna: Dna, modality: Modality, change: Change): number {
  const from = isFaithful(change) ? dna.missingRate : dna.missingRate + 0.005
  const rate = moveNumber(from, [0, 0.2], 2.5, amount(change, 'missing-rate'))
  // A row of a series has its values; beside a picture, a text or a sound cells are empty where the seed's are.
  const hasGaps = isMedia(modality) ? dna.missingRate > 0 : modality !== 'series'
  return hasGaps ? Math.round(rate * 1000) / 1000 : 0
}

/** A rule of two classes shows in the rows of the rarer one: with fewer of them no reference leaves a linear model behind. */
const LEAST_POSITIVES = 40

/** Share of the rarer of two classes, or evenness of several, among so many training rows; null for numbers. */
export function chooseImbalance(dna: Dna, task: TaskType, train: number, change: Change): number | null {
  if (task === 'regression') return null
  const rarest = isFaithful(change) ? 0.15 : Math.min(0.4, Math.max(0.15, LEAST_POSITIVES / train))
  const limits = task === 'binary' ? ([rarest, 0.5] as const) : ([0.5, 1] as const)
  const from = dna.imbalance ?? (task === 'binary' ? 0.4 : 0.9)
  // A seed of another task measures something else: bring both onto the same scale of evenness.
  const evenness = dna.task === 'binary' ? from * 2 : from
  const value = task === 'binary' ? evenness / 2 : evenness
  return Math.round(moveNumber(value, limits, 1.4, amount(change, 'imbalance')) * 1000) / 1000
}

/** Number of classes of a multi-class or ordinal target. */
export function chooseClassCount(dna: Dna, limits: readonly [number, number], change: Change): number {
  const from = dna.classes ?? limits[0]
  return Math.round(moveNumber(Math.max(limits[0], from), limits, 1.5, amount(change, 'classes')))
}

/** So many training rows carry a rule under so much noise: few rows, little noise. */
const MOST_NOISE = [
  { rows: 80, noise: 0 },
  { rows: 120, noise: 1 },
] as const
export const isShort = (trainRows: number): boolean => trainRows < MOST_NOISE[1].rows

/** Noise by the seed's difficulty, and no more than so few training rows bear. */
export function chooseNoise(dna: Dna, trainRows: number, change: Change): number {
  const borne = MOST_NOISE.find(({ rows }) => trainRows < rows)?.noise ?? 2
  return Math.min(borne, moveNoise(dna, change))
}

function moveNoise(dna: Dna, { draw, keep }: Change): number {
  const stream = draw('noise')
  if (stream.chance(keep.amounts)) return dna.difficulty
  return Math.min(2, Math.max(0, dna.difficulty + (stream.chance(0.5) ? 1 : -1)))
}
