import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { feedbackRowsOf, leastRewardRows, rewardRowsOf } from '#lib/domain/feedback.ts'
import { METRIC_FACTS, METRICS, type Metric, type TaskType } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

/** As many as make every metric occur. */
const DEALT = 28
const RUN_SEED = 1

const metricsOf = (task: TaskType): Metric[] =>
  METRICS.filter((metric) => METRIC_FACTS[metric].tasks.includes(task))

/**
 * Plans of the strategist as they come, none of them repaired: the mechanisms in turn, each with the tasks that it
 * supports in turn, every difficulty, and metrics dealt so that all of them occur.
 */
export function cleanPlans(catalogue: Catalogue): Spec[] {
  const dealt = new Map<TaskType, number>()
  return Array.from({ length: DEALT }, (_, ordinal) => {
    const meta = catalogue.mechanisms[ordinal % catalogue.mechanisms.length]
    const task = meta?.tasks[ordinal % meta.tasks.length]
    if (!meta || !task) throw new Error('the catalogue has no mechanisms')
    const dna = makeDna({ modality: meta.modality, task, difficulty: ordinal % 3 })
    const secret = ordinal.toString(16).padStart(32, 'c')
    const situation = { likeness: 'varied' as const, runSeed: RUN_SEED, ordinal, secret, reasons: [] }
    const plan = strategise(dna, { ...catalogue, mechanisms: [meta] }, DOMAINS, situation)
    const turn = dealt.get(plan.task) ?? 0
    dealt.set(plan.task, turn + 1)
    const metrics = metricsOf(plan.task)
    const metric = metrics[turn % metrics.length] ?? plan.metric
    const reward = Math.max(leastRewardRows(metric), rewardRowsOf(plan.rows))
    // The form of a target is planned for a metric that counts values as they are.
    const { skew: _skew, zeros: _zeros, ...plain } = plan.target
    const target = METRIC_FACTS[metric].logs ? plain : plan.target
    return { ...plan, metric, target, rows: { ...plan.rows, test: reward + feedbackRowsOf(plan.rows) } }
  })
}

/** One plan of each mechanism, and one of each metric that these leave out. */
export function distinctPlans(plans: readonly Spec[]): Spec[] {
  const mechanismOf = (plan: Spec) => plan.mechanisms[0]?.id
  const perMechanism = plans.filter(
    (plan, at) => plans.findIndex((other) => mechanismOf(other) === mechanismOf(plan)) === at,
  )
  const scored = new Set(perMechanism.map(({ metric }) => metric))
  const others = plans.filter(({ metric }) => !scored.has(metric))
  return [
    ...perMechanism,
    ...others.filter((plan, at) => others.findIndex(({ metric }) => metric === plan.metric) === at),
  ]
}
