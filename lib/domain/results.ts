/** Closed words of benchmark results (design section 11). */

export const BENCHMARKS = ['mle-bench-lite', 'mle-dojo'] as const
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
