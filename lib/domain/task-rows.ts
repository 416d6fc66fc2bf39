import { FEEDBACK_ROWS, leastRewardRows } from '#lib/domain/feedback.ts'
import { rangeOf } from '#lib/domain/gate-policy.ts'
import { METRIC_FACTS, type Metric, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'

/** Fewest and most rows of train.csv and of test.csv; of train.csv as a gate demands it. */
export const TRAIN_ROWS = rangeOf('data-contract', 'train-rows')
export const TEST_ROWS = [1000, 20_000] as const

/** Training rows from which rules of a modality are found; a run may ask for fewer. */
export const LEAST_TRAIN_ROWS: Readonly<Record<Modality, number>> = {
  tabular: 50,
  join: 60,
  series: 90,
  text: 80,
  image: 80,
  audio: 80,
}

/** The same by the task: a class or a grade needs a score of rows to be known by. */
export const LEAST_FOR_TASK: Readonly<Record<TaskType, number>> = {
  binary: 50,
  regression: 50,
  ordinal: 90,
  multiclass: 100,
}

/** Most rows of test.csv: a picture or a sound is a file, days of a series run on for years, texts and child tables are long. */
export const MOST_TEST_ROWS: Readonly<Record<Modality, number>> = {
  tabular: TEST_ROWS[1],
  join: 8000,
  text: 6000,
  series: 3250,
  image: 1450,
  audio: 1450,
}

/** A submission with a column a class is read by every check of the evaluator, many times over. */
const MOST_WITH_PROBABILITIES = 8000

/** Fewest and most rows of test.csv under a metric: enough to tell the tiers apart, as many as the modality allows. */
export function testRowLimits(modality: Modality, metric: Metric): readonly [number, number] {
  const least = leastRewardRows(metric) + FEEDBACK_ROWS
  const isWide = METRIC_FACTS[metric].submission === 'probabilities'
  const most = Math.min(MOST_TEST_ROWS[modality], isWide ? MOST_WITH_PROBABILITIES : TEST_ROWS[1])
  return [least, Math.max(least, most)]
}
