import type { SmokeRunView } from '#lib/contracts/smoke.ts'
import type { Liveness } from '#lib/domain/liveness.ts'

/** What a smoke test is, in the words of the product. */
export const SMOKE_PURPOSE = 'Is this pack learnable by a small policy in minutes?'
export const SMOKE_PROVES =
  'Proves that evaluators hold under a thousand often malformed programs, that thresholds are reachable and graded, that rewards differ within groups, and that what is learnt carries over to siblings: the same mechanisms under new constants and data.'
export const SMOKE_DOES_NOT_PROVE =
  "Does not prove that a language model's programs have live groups here, nor that training on the pack helps elsewhere."
/** Why nobody looks at the reward alone. */
export const SMOKE_CONTROL =
  'The reward rises on shuffled labels too: the policy learns to write valid programs. Only medals among valid rollouts tell the two apart.'

export const REWARD_WORDS = { dense: 'dense: every tier pays', sparse: 'sparse: gold alone pays' } as const
export const CONTROL_WORDS = { none: 'true labels', shuffled: 'shuffled labels (control)' } as const

export const LIVENESS_WORDS: Record<Liveness, string> = {
  live: 'yes',
  dead: 'none in any seed',
  'not-measured': 'not met by every seed',
}

/** A run's conditions, short. */
export const conditionsOf = ({ reward, control }: Pick<SmokeRunView, 'reward' | 'control'>): string =>
  control === 'shuffled' ? `${reward}, shuffled labels` : reward

/** How far a run has come, in one sentence. */
export function progressOf(run: SmokeRunView): string {
  const whole = run.seeds * run.rollouts
  if (run.status === 'queued')
    return run.lost > 0 ? 'Its worker was lost; it waits for another.' : 'Waits for a worker.'
  if (run.status !== 'running') return `${run.done} of ${whole} rollouts`
  if (run.cancelling) return 'Ends with the step that is running.'
  if (run.done === 0) return 'Reads the pack; siblings that do not exist yet are made.'
  return `${run.done} of ${whole} rollouts`
}
