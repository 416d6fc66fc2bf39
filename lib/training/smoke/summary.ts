import type { SmokeCounts, SmokeReport, SmokeSlice, SmokeStep } from '#lib/contracts/smoke.ts'
import type { SmokeControl } from '#lib/domain/training.ts'

/** Rollouts whose rates are told together. */
export const SLICE = 256

const COUNTS = ['rollouts', 'reward', 'valid', 'medals', 'timeouts', 'infra'] as const

export function sumCounts(parts: readonly SmokeCounts[]): SmokeCounts {
  const sum: SmokeCounts = { rollouts: 0, reward: 0, valid: 0, medals: 0, timeouts: 0, infra: 0 }
  for (const part of parts) for (const key of COUNTS) sum[key] += part[key]
  return sum
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
/** Null where nothing was valid: no rate, not a rate of zero. */
export const medalAmongValid = ({ medals, valid }: SmokeCounts): number | null =>
  valid === 0 ? null : medals / valid

/** The last steps that together hold at least `rollouts`. */
export function lastSteps(steps: readonly SmokeStep[], rollouts: number = SLICE): readonly SmokeStep[] {
  let held = 0
  let from = steps.length
  while (from > 0 && held < rollouts) held += steps[--from]?.rollouts ?? 0
  return steps.slice(from)
}

/** Rates per 256 rollouts, in order; the last one may be shorter. */
export function slicesOf(steps: readonly SmokeStep[]): SmokeSlice[] {
  const slices: SmokeSlice[] = []
  let open: SmokeStep[] = []
  let from = 0
  const close = () => {
    const sum = sumCounts(open)
    const asked = sum.rollouts
    const groups = open.reduce((total, step) => total + step.groups, 0)
    slices.push({
      from: from + 1,
      to: from + asked,
      reward: share(sum.reward, asked - sum.infra),
      valid: share(sum.valid, asked - sum.infra),
      medal: share(sum.medals, asked - sum.infra),
      medalAmongValid: medalAmongValid(sum),
      live: share(
        open.reduce((total, step) => total + step.liveGroups, 0),
        groups,
      ),
    })
    from += asked
    open = []
  }
  for (const step of steps) {
    open.push(step)
    if (sumCounts(open).rollouts >= SLICE) close()
  }
  if (open.length > 0) close()
  return slices
}

/** The figure that certifies: of the last 256 rollouts of every seed; of all rollouts where labels are shuffled. */
export function certifyingCounts(report: SmokeReport, control: SmokeControl): SmokeCounts {
  const steps = report.seeds.flatMap((seed) => (control === 'shuffled' ? seed.steps : lastSteps(seed.steps)))
  return sumCounts(steps)
}
