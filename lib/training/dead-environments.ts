import type { EnvironmentVerdict, Proposal } from '#lib/domain/environment-signal.ts'

/** What the log of a run says of one environment. Rollouts that the machine spoilt are in `infra` and nowhere else. */
export type EnvironmentCounts = {
  environment: string
  rollouts: number
  infra: number
  timeouts: number
  /** Rollouts with a score. */
  valid: number
  medals: number
  /** Rollouts that were paid for their form at most. */
  formOnly: number
  meanReward: number
  /** Groups of at least two counted rollouts: what GRPO compares. */
  groups: number
  /** Groups in which every rollout got the same reward, form apart. */
  deadGroups: number
  /** Rollouts of those groups, and the medals among them. */
  deadRollouts: number
  deadMedals: number
  /** Whether the scored rollouts had more than one program; false where none were logged. */
  programsDiffer: boolean
  /** Whether all that are scored have one score; false where none were logged. */
  scoresAlike: boolean
  /** Step of the last group with a spread; null where there never was one. */
  lastLiveStep: number | null
  /** Groups after it, all without a spread, and the step of the first of them. */
  groupsSince: number
  deadSince: number | null
}

export type Judged = { verdict: EnvironmentVerdict; reason: string; proposal: Proposal; advice: string }

/** Fewer say nothing: four groups of a flipped coin are alike by chance in one case of a thousand at most. */
export const LEAST = { groups: 4, rollouts: 16 }
/** Shares from which a figure decides. */
const LIMITS = {
  /** Groups without a spread: less than a quarter of the compute trains. */
  dead: 0.75,
  timeouts: 0.5,
  /** Groups since the last live one, as a share of all and as a number. */
  tail: { groups: 8, share: 0.25 },
  /** Scores elsewhere in the run from which an environment that takes none is at fault itself. */
  peersValid: 0.2,
  medals: 0.5,
}

const percent = (part: number, of: number): string => `${Math.round((100 * part) / of)} %`

/**
 * Judges one environment from the log alone. `peersValid`: share of rollouts with a score in the other environments of
 * the run; null where there are none.
 */
export function judgeEnvironment(counts: EnvironmentCounts, peersValid: number | null): Judged {
  const { groups, deadGroups, rollouts, valid } = counts
  if (groups < LEAST.groups || rollouts < LEAST.rollouts) return tooFew(counts)
  const fault = faultOf(counts, peersValid)
  if (fault !== null)
    return {
      verdict: 'broken',
      reason: fault,
      proposal: 'retire',
      advice: 'Retire this version and read its evaluator and limits before a new one is made.',
    }
  if (deadGroups / groups >= LIMITS.dead)
    return lifeless(
      counts,
      `${percent(deadGroups, groups)} of ${groups} groups have no spread of reward beyond form`,
    )
  const { groupsSince, deadSince } = counts
  if (groupsSince >= LIMITS.tail.groups && groupsSince / groups >= LIMITS.tail.share)
    return lifeless(
      counts,
      `The last ${groupsSince} groups, from step ${deadSince}, have no spread of reward beyond form`,
    )
  return {
    verdict: 'healthy',
    reason: `${percent(groups - deadGroups, groups)} of ${groups} groups have a spread of reward beyond form; ${percent(valid, rollouts)} of the rollouts are scored.`,
    proposal: 'keep',
    advice: 'Keep it.',
  }
}

const tooFew = ({ groups, rollouts, infra }: EnvironmentCounts): Judged => ({
  verdict: 'too-few',
  reason: `${groups} groups with ${rollouts} rollouts${infra === 0 ? '' : ` and ${infra} spoilt by the machine`}; ${LEAST.groups} groups and ${LEAST.rollouts} rollouts are needed.`,
  proposal: 'log-more',
  advice: 'Log more groups.',
})

/** What speaks of a fault of the environment rather than of its difficulty; null where nothing does. */
function faultOf(counts: EnvironmentCounts, peersValid: number | null): string | null {
  const { rollouts, timeouts, valid, programsDiffer, scoresAlike, medals } = counts
  if (timeouts / rollouts >= LIMITS.timeouts)
    return `${percent(timeouts, rollouts)} of ${rollouts} rollouts ran out of time.`
  if (valid === 0 && peersValid !== null && peersValid >= LIMITS.peersValid)
    return `None of ${rollouts} rollouts got a score; elsewhere in this run ${percent(peersValid, 1)} do.`
  if (scoresAlike && programsDiffer && valid >= LEAST.rollouts && medals < valid)
    return `${valid} scored rollouts of different programs all have the same score.`
  return null
}

/** Without a spread nothing is learnt; whether it is too easy or too hard, the medals of the dead groups say. */
function lifeless(counts: EnvironmentCounts, what: string): Judged {
  const { deadRollouts, deadMedals, formOnly, rollouts, meanReward } = counts
  if (deadRollouts > 0 && deadMedals / deadRollouts >= LIMITS.medals)
    return {
      verdict: 'too-easy',
      reason: `${what}; ${percent(deadMedals, deadRollouts)} of their rollouts have a medal.`,
      proposal: 'raise-difficulty',
      advice: 'Raise its difficulty: generate a harder version from its seed.',
    }
  const form =
    formOnly === 0 ? '' : ` ${percent(formOnly, rollouts)} of all rollouts were paid for form alone.`
  return {
    verdict: 'too-hard',
    reason: `${what}, at a mean reward of ${meanReward.toFixed(2)}.${form}`,
    proposal: 'lower-difficulty',
    advice: 'Generate an easier version from its seed, or bring it back once the learner is stronger.',
  }
}
