import type { SmokeCounts, SmokeSeed, SmokeStep } from '#lib/contracts/smoke.ts'
import type { Random } from '#lib/domain/random.ts'
import { isMedal, rewardOf } from '#lib/domain/rewards.ts'
import type { RewardTable } from '#lib/domain/training.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import { groupAdvantages, isLive } from '#lib/training/smoke/advantages.ts'
import type { Slots } from '#lib/training/smoke/grammar.ts'
import { groupSizes, LEARNER, settingsAt } from '#lib/training/smoke/learner.ts'
import {
  choicesOf,
  entropies,
  greedyPicks,
  type Lesson,
  newPolicy,
  type Policy,
  samplePicks,
  updatePolicy,
} from '#lib/training/smoke/policy.ts'
import { randomOf } from '#lib/training/smoke/random.ts'
import { type Seen, sampleEnvironments } from '#lib/training/smoke/sample-environments.ts'
import type { LoadedEnvironment } from '#workers/smoke/loaded-environment.ts'
import { type Memo, type Ran, runPrograms } from '#workers/smoke/run-programs.ts'

/** One rollout with all that its record needs. */
export type Rollout = {
  environment: LoadedEnvironment
  step: number
  number: number
  ran: Ran
  reward: number
}
export type SeedOrder = { seed: number; steps: number; table: RewardTable; slots: Slots }
/** Hears each step as it ends; a rejection ends the seed. */
export type OnStep = (step: SmokeStep, rollouts: readonly Rollout[]) => Promise<void>
export type SeedResult = Pick<SmokeSeed, 'siblings' | 'dead' | 'greedy'> & { rollouts: Rollout[] }

type Drawn = { environment: LoadedEnvironment; picks: readonly number[] }

export function countsOf(rollouts: readonly Rollout[]): SmokeCounts {
  const of = (wanted: (ran: Ran) => boolean) => rollouts.filter(({ ran }) => wanted(ran)).length
  return {
    rollouts: rollouts.length,
    reward: rollouts.reduce((sum, { reward }) => sum + reward, 0),
    valid: of(({ outcome }) => outcome === 'scored'),
    medals: of(({ tier }) => isMedal(tier)),
    timeouts: of(({ outcome }) => outcome === 'timeout'),
    infra: of(({ outcome }) => outcome === 'infra'),
  }
}

/** Lessons of one group; the machine's own faults teach nothing. */
function lessonsOf(
  drawn: readonly Drawn[],
  rollouts: readonly Rollout[],
): { lessons: Lesson[]; live: boolean } {
  const counted = rollouts.flatMap((rollout, i) =>
    rollout.ran.outcome === 'infra' ? [] : [{ rollout, picks: drawn[i]?.picks ?? [] }],
  )
  const rewards = counted.map(({ rollout }) => rollout.reward)
  if (!isLive(rewards)) return { lessons: [], live: false }
  const advantages = groupAdvantages(rewards)
  const lessons = counted.map(({ rollout, picks }, i) => ({
    features: rollout.environment.features,
    picks,
    advantage: advantages[i] ?? 0,
  }))
  return { lessons, live: true }
}

/**
 * Trains one policy from nothing by GRPO: groups of programs, eight for each of four environments a step, advantage
 * within the group, one step of Adam. Every program is really run. Mutates nothing but its own policy and the memo.
 */
export async function trainSeed(
  context: JobContext,
  memo: Memo,
  environments: readonly LoadedEnvironment[],
  { seed, steps, table, slots }: SeedOrder,
  onStep: OnStep,
): Promise<SeedResult> {
  const own = environments.filter(({ split }) => split === 'train')
  const siblings = environments.filter(({ split }) => split === 'sibling')
  const policy = newPolicy(slots, own[0]?.features.length ?? 0)
  const random = randomOf('smoke', seed)
  const seen: Seen[] = own.map(() => ({ groups: 0, live: 0 }))
  const begun = performance.now()

  async function roll(drawn: readonly Drawn[], step: number) {
    const requests = drawn.map(({ environment, picks }) => ({
      environment,
      choices: choicesOf(policy, picks),
    }))
    const { results, executed } = await runPrograms(context, memo, requests)
    const rollouts = results.map((ran, number): Rollout => {
      const { reward } = rewardOf({ table, outcome: ran.outcome, tier: ran.tier, format: 1 })
      return { environment: drawn[number]?.environment as LoadedEnvironment, step, number, ran, reward }
    })
    return { rollouts, executed }
  }
  const rollSiblings = async (each: number, step: number) =>
    siblings.length === 0 ? null : (await roll(draw(policy, siblings, each, random), step)).rollouts

  for (let step = 0; step < steps; step++) {
    context.signal?.throwIfAborted()
    const chosen = sampleEnvironments(seen, Math.min(LEARNER.environmentsAStep, own.length), random)
    const sizes = groupSizes(chosen.length)
    const drawn = chosen.map((index, at) => draw(policy, own.slice(index, index + 1), sizes[at] ?? 0, random))
    const { rollouts, executed } = await roll(drawn.flat(), step)
    let from = 0
    const groups = chosen.map((index, at) => {
      const mine = rollouts.slice(from, from + (sizes[at] ?? 0))
      from += mine.length
      const { lessons, live } = lessonsOf(drawn[at] ?? [], mine)
      const before = seen[index] ?? { groups: 0, live: 0 }
      seen[index] = { groups: before.groups + 1, live: before.live + Number(live) }
      return { lessons, live }
    })
    updatePolicy(
      policy,
      groups.flatMap(({ lessons }) => lessons),
      settingsAt(step, steps),
    )
    const isLook = (step + 1) % LEARNER.siblingsEverySteps === 0 && step + 1 < steps
    const passing = isLook ? await rollSiblings(LEARNER.siblingDraws, step) : null
    const told: SmokeStep = {
      ...countsOf(rollouts),
      seed,
      step,
      groups: groups.length,
      liveGroups: groups.filter(({ live }) => live).length,
      viewEntropy:
        entropies(
          policy,
          own.map(({ features }) => features),
        ).view ?? 0,
      programSeconds:
        executed.reduce((sum, { cpuMs }) => sum + cpuMs / 1000, 0) / Math.max(1, executed.length),
      executed: executed.length,
      seconds: (performance.now() - begun) / 1000,
      environments: chosen.map((index) => own[index]?.name ?? ''),
      siblings: passing && countsOf(passing),
    }
    await onStep(told, [...rollouts, ...(passing ?? [])])
  }
  const atEnd = await rollSiblings(LEARNER.siblingDrawsAtEnd, steps)
  return {
    siblings: atEnd && countsOf(atEnd),
    dead: own.filter((_, i) => isDead(seen[i])).map(({ name }) => name),
    greedy: await greedyOf(context, memo, policy, environments),
    rollouts: atEnd ?? [],
  }
}

/** Met, and never with any spread; what was never met says nothing. */
const isDead = (seen: Seen | undefined): boolean => seen !== undefined && seen.groups > 0 && seen.live === 0

/** `each` programs for every one of some environments. */
const draw = (
  policy: Policy,
  environments: readonly LoadedEnvironment[],
  each: number,
  random: Random,
): Drawn[] =>
  environments.flatMap((environment) =>
    Array.from({ length: each }, () => ({
      environment,
      picks: samplePicks(policy, environment.features, random),
    })),
  )

async function greedyOf(
  context: JobContext,
  memo: Memo,
  policy: Policy,
  environments: readonly LoadedEnvironment[],
) {
  const requests = environments.map((environment) => ({
    environment,
    choices: choicesOf(policy, greedyPicks(policy, environment.features)),
  }))
  const { results } = await runPrograms(context, memo, requests)
  return results.map(({ outcome, tier, score, source, output }, i) => ({
    environment: requests[i]?.environment.name ?? '',
    split: requests[i]?.environment.split ?? ('train' as const),
    choices: requests[i]?.choices ?? {},
    source,
    outcome,
    tier,
    score,
    output: output.slice(-500),
  }))
}
