import type { SmokeCertificate, SmokeCheck, SmokeReport } from '#lib/contracts/smoke.ts'
import { livenessOf } from '#lib/domain/liveness.ts'
import { certifyingCounts, lastSteps, medalAmongValid, sumCounts } from '#lib/training/smoke/summary.ts'

/** What a pack must show; measured on prototypes (generator design 4.3). A rising reward proves nothing: see control. */
export const SMOKE_LIMITS = { train: 0.3, siblings: 0.15, control: 0.02, timeouts: 0.01, live: 0.5, seeds: 3 }

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
const least = (values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.some((value) => value === null) ? null : Math.min(...values.map(Number))

type Figure = Pick<SmokeCheck, 'id' | 'title' | 'limit'> & { value: number | null; missing: string }

function atLeast({ missing, ...check }: Figure, words: (value: number) => string): SmokeCheck {
  const { value, limit } = check
  return value === null
    ? { ...check, passed: null, message: missing }
    : { ...check, passed: value >= limit, message: words(value) }
}
function atMost({ missing, ...check }: Figure, words: (value: number) => string): SmokeCheck {
  const { value, limit } = check
  return value === null
    ? { ...check, passed: null, message: missing }
    : { ...check, passed: value <= limit, message: words(value) }
}

function seedChecks(report: SmokeReport): SmokeCheck[] {
  const finished = report.seeds.filter(({ status }) => status === 'finished')
  const train = finished.map(({ steps }) => medalAmongValid(sumCounts(lastSteps(steps))))
  const siblings = finished.map((seed) => (seed.siblings === null ? null : medalAmongValid(seed.siblings)))
  const without = report.environments.filter(({ withoutSibling }) => withoutSibling !== null).length
  const missing = 'No seed is finished.'
  return [
    atLeast(
      {
        id: 'seeds',
        title: 'Seeds',
        limit: SMOKE_LIMITS.seeds,
        value: report.phase === 'done' ? finished.length : null,
        missing: `${finished.length} finished so far.`,
      },
      (value) => `${value} finished.`,
    ),
    atLeast(
      {
        id: 'train',
        title: 'Medals among valid, training environments',
        limit: SMOKE_LIMITS.train,
        value: least(train),
        missing: finished.length === 0 ? missing : 'In a seed nothing of the last 256 rollouts was valid.',
      },
      (value) => `Worst seed ${percent(value)} in its last 256 rollouts.`,
    ),
    atLeast(
      {
        id: 'siblings',
        title: 'Medals among valid, siblings',
        limit: SMOKE_LIMITS.siblings,
        value: least(siblings),
        missing: finished.length === 0 ? missing : 'Siblings were not measured, or nothing was valid there.',
      },
      (value) =>
        `Worst seed ${percent(value)}${without > 0 ? `; ${without} of ${report.environments.length} environments have no sibling` : ''}.`,
    ),
  ]
}

function wholeChecks(report: SmokeReport): SmokeCheck[] {
  const steps = report.seeds.flatMap((seed) => seed.steps)
  const all = sumCounts(steps)
  const groups = steps.reduce((sum, step) => sum + step.groups, 0)
  const live = steps.reduce((sum, step) => sum + step.liveGroups, 0)
  const missing = 'No rollout yet.'
  return [
    atMost(
      {
        id: 'timeouts',
        title: 'Time-outs',
        limit: SMOKE_LIMITS.timeouts,
        value: all.rollouts === 0 ? null : all.timeouts / all.rollouts,
        missing,
      },
      (value) => `${percent(value)} of the rollouts.`,
    ),
    atLeast(
      {
        id: 'live',
        title: 'Live groups',
        limit: SMOKE_LIMITS.live,
        value: groups === 0 ? null : live / groups,
        missing,
      },
      (value) => `${percent(value)} of the groups had any spread.`,
    ),
    deadCheck(report),
  ]
}

/** Dead environments fail a pack; what too few seeds met is not measured, and never counted as dead. */
function deadCheck(report: SmokeReport): SmokeCheck {
  const isDone = report.seeds.some(({ status }) => status === 'finished')
  const of = Map.groupBy(report.environments, ({ slug }) => livenessOf(report.seeds, slug))
  const dead = of.get('dead') ?? []
  const unmeasured = of.get('not-measured')?.length ?? 0
  const notMet = `${unmeasured} of ${report.environments.length} were not met by every seed, and are not measured`
  const more = unmeasured === 0 ? '' : ` ${notMet}: start it with more rollouts.`
  return atMost(
    {
      id: 'dead',
      title: 'Environments without a live group',
      limit: 0,
      value: isDone && (dead.length > 0 || unmeasured === 0) ? dead.length : null,
      missing: isDone ? `None among those that were met.${more}` : 'No seed is finished.',
    },
    (value) => (value === 0 ? 'None.' : `${named(dead.map(({ title }) => title))}.${more}`),
  )
}

/** The first few by name; a list of all stands on the page. */
const named = (titles: readonly string[], most = 5): string =>
  titles.length <= most
    ? titles.join(', ')
    : `${titles.slice(0, most).join(', ')} and ${titles.length - most} more`

/**
 * Is a pack learnable by a small policy? Judged on medals among valid rollouts, against a control that trained on
 * shuffled labels. `control`: the report of such a run of the same pack, or null.
 */
export function judgeSmoke(report: SmokeReport, control: SmokeReport | null): SmokeCertificate {
  const luck = control === null ? null : medalAmongValid(certifyingCounts(control, 'shuffled'))
  const checks = [
    ...seedChecks(report),
    atMost(
      {
        id: 'control',
        title: 'Medals among valid, shuffled labels',
        limit: SMOKE_LIMITS.control,
        value: luck,
        missing: 'No control run of this pack: start one on shuffled labels.',
      },
      (value) => `${percent(value)} of all valid rollouts of the control.`,
    ),
    ...wholeChecks(report),
  ]
  const isMissing = checks.some(({ passed }) => passed === null)
  const hasFailed = checks.some(({ passed }) => passed === false)
  return { verdict: hasFailed ? 'failed' : isMissing ? 'incomplete' : 'passed', checks }
}
