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

/** The contract of a new task: rounded scores of its feedback rows; of a plan without such rows, held-out scores. */
export const contractFor = (rows: HiddenRows): FeedbackContract => ({
  kind: feedbackRowsOf(rows) > 0 ? 'validation-score' : 'held-out-score',
  gradings: GRADINGS,
})

export type FeedbackKind = FeedbackContract['kind']
type Told = { feedback: FeedbackContract; rows: HiddenRows }

/** The contract as it works: without feedback rows a score can only be that of the rows which decide the tier. */
export function contractOf({ feedback, rows }: Told): FeedbackContract {
  const isOld = feedback.kind === 'validation-score' && feedbackRowsOf(rows) === 0
  return isOld ? { ...feedback, kind: 'held-out-score' } : feedback
}

/** The rows that an answer under a contract is about. */
export const partOf = ({ kind }: FeedbackContract): Part =>
  kind === 'validation-score' ? 'feedback' : 'reward'

/** Scores of reward rows are told while an agent works: what comes from it is not comparable with the rest. */
export const isHeldOut = (task: Told): boolean => contractOf(task).kind === 'held-out-score'

/** The smallest 1, 2 or 5 times a power of ten that is not below the value. */
function gridUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10
  return Number((digit * power).toPrecision(1))
}

const Z95 = 1.96

/**
 * The step to which scores are rounded for an agent, in units of the metric: the smallest 1, 2 or 5 times a power of
 * ten that is not below the score's standard error on the rows of the contract. The error is the larger one of two: of
 * the thresholds' programs, so that a submission which differs in a row or two cannot be told from another; and of the
 * submission itself (`ownSe`), so that extreme predictions carry no more digits than they support.
 */
export function feedbackStep(task: Told & { thresholds: Thresholds }, ownSe = 0): number {
  const { median, bronze, silver, gold } = task.thresholds
  const errors = [median, bronze, silver, gold].map(({ low, high }) => (high - low) / (2 * Z95))
  const reward = rewardRowsOf(task.rows)
  const scored = partOf(contractOf(task)) === 'feedback' ? feedbackRowsOf(task.rows) : reward
  const usual = Math.max(...errors) * Math.sqrt(reward / scored)
  return gridUp(Math.max(usual, ownSe, 1 / scored))
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
