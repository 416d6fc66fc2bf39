/** Closed words of benchmark results (design section 11). */

/**
 * What a figure runs over: MLE-bench's split files `low` and `split75`, the tasks of one of our own packs, graded the
 * same way, and MLE-Dojo's competitions, of which there is no fixed list.
 */
export const BENCHMARKS = ['mle-bench-lite', 'mle-bench', 'pack', 'mle-dojo'] as const
export type Benchmark = (typeof BENCHMARKS)[number]

/** How the model behind a system was trained. */
export const METHODS = ['base', 'sft', 'rl', 'sft-rl'] as const
export type Method = (typeof METHODS)[number]

/** What an agent learnt of its score while it worked; systems of different contracts are never ranked together. */
export const FEEDBACK_KINDS = ['none', 'format', 'validation-score', 'held-out-score', 'unknown'] as const
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number]

/**
 * What a person decided about one result. `included` takes an earlier decision back; `zeroed` counts as no medal,
 * `excluded` leaves the denominator too, `rescored` replaces the tier.
 */
export const ADJUDICATIONS = ['included', 'zeroed', 'excluded', 'rescored'] as const
export type Adjudication = (typeof ADJUDICATIONS)[number]

/** What is shown of a system. Shares in percent of the competitions of a split; `human-rank` is MLE-Dojo's, in percent. */
export const MEASURES = [
  'any-medal',
  'gold',
  'silver',
  'bronze',
  'above-median',
  'valid',
  'human-rank',
] as const
export type Measure = (typeof MEASURES)[number]
export const MEASURE_TITLES = {
  'any-medal': 'Any medal',
  gold: 'Gold',
  silver: 'Silver',
  bronze: 'Bronze',
  'above-median': 'Above median',
  valid: 'Valid submission',
  'human-rank': 'HumanRank',
} as const satisfies Record<Measure, string>
/** Measures that a benchmark has. */
const MEDALS = ['any-medal', 'gold', 'silver', 'bronze', 'above-median', 'valid'] as const
export const MEASURES_OF = {
  'mle-bench-lite': MEDALS,
  'mle-bench': MEDALS,
  pack: MEDALS,
  'mle-dojo': ['human-rank', 'valid'],
} as const satisfies Record<Benchmark, readonly Measure[]>
/** Whether its attempts have tiers; otherwise they have ranks. */
export const hasTiers = (benchmark: Benchmark): boolean => benchmark !== 'mle-dojo'

/** Which tool a report is of: mlebench's own grader, the authors' evaluation (rewards), MLE-Dojo. */
export const REPORT_FORMS = ['mle-bench', 'rewards', 'mle-dojo'] as const
export type ReportForm = (typeof REPORT_FORMS)[number]
export const REPORT_FORM_TITLES = {
  'mle-bench': 'a grading report of mlebench',
  rewards: "an output of the authors' evaluation",
  'mle-dojo': 'a history of MLE-Dojo',
} as const satisfies Record<ReportForm, string>
const GRADED = ['mle-bench', 'rewards'] as const
/** Reports that a system of a benchmark can have. */
export const REPORTS_OF = {
  'mle-bench-lite': GRADED,
  'mle-bench': GRADED,
  pack: GRADED,
  'mle-dojo': ['mle-dojo'],
} as const satisfies Record<Benchmark, readonly ReportForm[]>

export const BENCHMARK_TITLES = {
  'mle-bench-lite': 'MLE-bench-lite',
  'mle-bench': 'MLE-bench',
  pack: 'A pack',
  'mle-dojo': 'MLE-Dojo',
} as const satisfies Record<Benchmark, string>
/** The split file that the figures of a benchmark run over, as the benchmark calls it. */
export const SPLIT_TITLES = {
  'mle-bench-lite': 'split low',
  'mle-bench': 'split75',
  pack: 'pack',
  'mle-dojo': 'competitions that were attempted',
} as const satisfies Record<Benchmark, string>
export const METHOD_TITLES = {
  base: 'base',
  sft: 'SFT',
  rl: 'RL',
  'sft-rl': 'SFT, then RL',
} as const satisfies Record<Method, string>
export const FEEDBACK_TITLES = {
  none: 'No feedback',
  format: 'Format checks only',
  'validation-score': "Scores on the agent's own validation data",
  'held-out-score': 'Held-out scores',
  unknown: 'Feedback contract unknown',
} as const satisfies Record<FeedbackKind, string>
