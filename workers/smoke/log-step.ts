import type { SmokeCounts, SmokeStep } from '#lib/contracts/smoke.ts'
import type { ServiceContext } from '#lib/services/context.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'
import { medalAmongValid } from '#lib/training/smoke/summary.ts'
import type { Rollout } from '#workers/smoke/train-seed.ts'

/** Most records of one call. */
const AT_ONCE = 500

const rates = (prefix: string, counts: SmokeCounts): [string, number][] => {
  const whole = Math.max(1, counts.rollouts - counts.infra)
  const among = medalAmongValid(counts)
  return [
    [`${prefix}reward/mean`, counts.reward / whole],
    [`${prefix}valid`, counts.valid / whole],
    [`${prefix}medal`, counts.medals / whole],
    // Without a valid rollout there is no such rate.
    ...(among === null ? [] : ([[`${prefix}medal_among_valid`, among]] as [string, number][])),
    [`${prefix}timeouts`, counts.timeouts / whole],
  ]
}

/** The metrics of a step, by key. */
export function metricsOf(step: SmokeStep, environmentsSeen: number): [string, number][] {
  return [
    ...rates('', step),
    ['live_groups', step.liveGroups / Math.max(1, step.groups)],
    ['entropy/view', step.viewEntropy],
    ['program/seconds', step.programSeconds],
    ['program/executed', step.executed],
    ['environments_seen', environmentsSeen],
    ...(step.siblings === null ? [] : rates('sibling/', step.siblings)),
  ]
}

/** Logs a step the way any trainer would: through the verbs of ingest. */
export async function logStep(
  ctx: ServiceContext,
  runId: string,
  step: SmokeStep,
  environmentsSeen: number,
  now: number,
): Promise<void> {
  const metrics = metricsOf(step, environmentsSeen).map(([key, value]) => ({
    key,
    value,
    timestamp: now,
    step: step.step,
  }))
  await logMetrics({ ctx, input: { runId, metrics } })
}

/** Records rollouts with their programs and what was said of them. */
export async function logRollouts(
  ctx: ServiceContext,
  runId: string,
  rollouts: readonly Rollout[],
): Promise<void> {
  const records = rollouts.map(({ environment, step, number, ran }) => {
    const { outcome, tier, score, source, wallMs, output } = ran
    return {
      id: `${environment.split}/${step}/${number}`,
      step,
      group: `${step}/${environment.name}`,
      split: environment.split,
      environment: environment.name,
      outcome,
      ...(tier === null ? {} : { tier }),
      score,
      format: 1,
      durationMs: Math.round(wallMs),
      program: source,
      output,
    }
  })
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const sent = { runId, rollouts: records.slice(from, from + AT_ONCE) }
    const [refused] = (await recordRollouts({ ctx, input: sent })).refused
    // The trainer is the product's own: what it says of a rollout is right, or it is broken.
    if (refused !== undefined) throw new Error(refused.message)
  }
}
