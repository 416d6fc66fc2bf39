import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { TargetForm } from '#lib/domain/artefacts/target-form.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'
import { type Change, isFaithful } from '#lib/pipeline/strategy/mutate.ts'

/** A target whose mean lies one deviation above its median would be stretched by this. */
const PER_SKEW = 2
const [LEAST_SKEW, MOST_SKEW] = [0.1, 0.6]
/** Tasks of one world differ by these factors. */
const SKEWS = [0.75, 1.25] as const
const ZEROS = [0.7, 1.2] as const
/** A metric of squares hangs on a few rows far out: no score tells solvers apart, so that tails are shorter under it. */
const UNDER_SQUARES = 0.6

const hundredth = (value: number): number => Math.round(100 * value) / 100

/**
 * The form of a regression target: a faithful plan has the long tail of its seed, others what is usual in their world.
 * A metric of logarithms sees no tail.
 */
export function chooseForm(
  { structure }: Pick<Dna, 'structure'>,
  { skew = 0, zeros = 0 }: Domain['targets']['regression'],
  metric: Metric,
  change: Change,
): TargetForm {
  if (METRIC_FACTS[metric].logs) return {}
  const draw = change.draw('target-form')
  if (isFaithful(change)) {
    const { target } = structure ?? {}
    const own = target?.kind === 'numbers' ? Math.min(MOST_SKEW, PER_SKEW * target.skew) : 0
    return own < LEAST_SKEW ? {} : { skew: hundredth(own) }
  }
  const tail = METRIC_FACTS[metric].middle === undefined ? UNDER_SQUARES : 1
  return {
    ...(skew > 0 && { skew: hundredth(skew * tail * draw.between(...SKEWS)) }),
    ...(zeros > 0 && { zeros: hundredth(zeros * draw.between(...ZEROS)) }),
  }
}
