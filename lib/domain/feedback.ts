import type { FeedbackContract, Thresholds } from '#lib/domain/artefacts/task.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** Parts of the hidden rows: reward rows decide score and tier, feedback rows are what an agent may hear about. */
export const PARTS = ['reward', 'feedback'] as const
export type Part = (typeof PARTS)[number]

/**
 * Hidden rows that a new task keeps for feedback, at least. The standard error of a share is about 0.03 there, enough to
 * tell a dummy from a medal; a certificate costs a tenth more. Large tests keep more, so that scores come in finer steps.
 */
export const FEEDBACK_ROWS = 250
/** Gradings that a new task grants for each person and rollout. */
export const GRADINGS = 20

/** Rows that decide the tier, at least: close competitors swap tiers on fewer. */
export const leastRewardRows = (metric: Metric): number => METRIC_FACTS[metric].rows ?? 1000

/** `rows` of a spec or a task: `test` counts all rows of test.csv, `feedback` those of them that are for feedback. */
export type HiddenRows = { test: number; feedback?: number | undefined }
export const feedbackRowsOf = ({ feedback }: HiddenRows): number => feedback ?? 0
export const rewardRowsOf = (rows: HiddenRows): number => rows.test - feedbackRowsOf(rows)

type Measured = { rows: HiddenRows; thresholds: Thresholds }

/** The contract of a new task: rounded scores of its feedback rows; of a plan without such rows, held-out scores. */
export const contractFor = (measured: Measured, gradings = GRADINGS): FeedbackContract => {
  const hasFeedback = feedbackRowsOf(measured.rows) > 0
  const scored = hasFeedback ? feedbackRowsOf(measured.rows) : rewardRowsOf(measured.rows)
  return {
    kind: hasFeedback ? 'validation-score' : 'held-out-score',
    gradings,
    step: fineStep(measured, scored),
  }
}

export type FeedbackKind = FeedbackContract['kind']
type Told = { feedback: FeedbackContract; rows: HiddenRows }

/** The contract as it works: without feedback rows a score can only be that of the rows which decide the tier. */
export function contractOf({ feedback, rows }: Told): FeedbackContract {
  const isOld = feedback.kind === 'validation-score' && feedbackRowsOf(rows) === 0
  return isOld ? { ...feedback, kind: 'held-out-score' } : feedback
}

/** The rows that an answer under a contract is about. */
export const partOf = ({ kind }: Pick<FeedbackContract, 'kind'>): Part =>
  kind === 'validation-score' ? 'feedback' : 'reward'

/** Scores of reward rows are told while an agent works: what comes from it is not comparable with the rest. */
export const isHeldOut = (task: Told): boolean => contractOf(task).kind === 'held-out-score'

/** The power of ten of a number's first digit, and how many of it the number is; binary fractions are cut off. */
function digitOf(value: number): { count: number; power: number } {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  return { count: Number((value / power).toPrecision(9)), power }
}
const ROUND = [1, 2, 5, 10]
/** The nearest 1, 2 or 5 times a power of ten that is not above a value, and the nearest that is not below it. */
function roundDown(value: number): number {
  const { count, power } = digitOf(value)
  return Number(((ROUND.findLast((one) => one <= count) ?? 1) * power).toPrecision(1))
}
function roundUp(value: number): number {
  const { count, power } = digitOf(value)
  return Number(((ROUND.find((one) => one >= count) ?? 10) * power).toPrecision(1))
}

const Z95 = 1.96
/**
 * A step is what so many rows usually change together, at least: a submission that differs in a row or two is not told
 * from another, and twenty scores say no more of their rows than a handful of labels.
 */
const ROWS_PER_STEP = 5
/** So many steps fit between neighbouring tiers, where the rows allow it: with fewer a better program looks the same. */
const STEPS_PER_TIER = 3
/** The error of a submission that exceeds the usual one by this factor comes from a few extreme predictions. */
const EXTREME = 1.5

/** The standard error of a score on so many rows: the largest that a threshold's program has. */
function usualError({ thresholds, rows }: Measured, scored: number): number {
  const { median, bronze, silver, gold } = thresholds
  const errors = [median, bronze, silver, gold].map(({ low, high }) => (high - low) / (2 * Z95))
  return Math.max(...errors) * Math.sqrt(rewardRowsOf(rows) / scored)
}

function smallestGap({ median, bronze, silver, gold }: Thresholds): number {
  const values = [median.value, bronze.value, silver.value, gold.value]
  return Math.min(...values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? value))))
}

/**
 * A step of 1, 2 or 5 times a power of ten: a third of the smallest gap between neighbouring tiers and at most the score's standard error on
 * the rows that are scored, but at least what ROWS_PER_STEP of them change.
 */
function fineStep(measured: Measured, scored: number): number {
  const usual = usualError(measured, scored)
  // Without any interval, one row of a share.
  const least = usual > 0 ? (ROWS_PER_STEP * usual) / Math.sqrt(scored) : 1 / scored
  const wished = Math.min(usual, smallestGap(measured.thresholds) / STEPS_PER_TIER)
  const fine = wished > 0 ? roundDown(wished) : 0
  return Math.max(fine, roundUp(least))
}

/**
 * The step to which a score is rounded for an agent, in units of the metric: that of the contract; where there is none,
 * the one that the statements of such tasks name, which covers a standard error. `ownSe` is the error of the submission
 * itself: extreme predictions carry no more digits than they support, or one row could be read from them.
 */
export function feedbackStep(task: Told & { thresholds: Thresholds }, ownSe = 0): number {
  const { kind, step } = contractOf(task)
  const scored = partOf({ kind }) === 'feedback' ? feedbackRowsOf(task.rows) : rewardRowsOf(task.rows)
  const usual = usualError(task, scored)
  if (step === undefined) return roundUp(Math.max(usual, ownSe, 1 / scored))
  return ownSe > EXTREME * usual ? Math.max(step, roundUp(ownSe)) : step
}

/** A score in whole steps; what is left of binary fractions is cut off. */
export const roundToStep = (score: number, step: number): number =>
  Number((Math.round(score / step) * step).toPrecision(12)) + 0

/** What is said of a task's feedback, in its statement and on its page. */
export type FeedbackFacts = {
  kind: FeedbackKind
  gradings: number
  rewardRows: number
  feedbackRows: number
  /** In units of the metric. */
  step: number
}

export function feedbackFacts(task: Told & { thresholds: Thresholds }): FeedbackFacts {
  return {
    ...contractOf(task),
    rewardRows: rewardRowsOf(task.rows),
    feedbackRows: feedbackRowsOf(task.rows),
    step: feedbackStep(task),
  }
}

/** What is said of the feedback of a new task. */
export const newFeedback = (measured: Measured): FeedbackFacts =>
  feedbackFacts({ ...measured, feedback: contractFor(measured) })
