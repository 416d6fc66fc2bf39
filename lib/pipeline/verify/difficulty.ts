import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import type { GateCheck } from '#lib/domain/gates.ts'
import { shareOfGap } from '#lib/domain/tiers.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** Scores by name: rungs and `reference`; those that were not measured are absent. */
export type Measured = Readonly<Record<string, number>>
export type DifficultyFigures = { shares: Record<string, number>; liveGap: number }

/** Limits of generator design 3.5; shares are of the gap from dummy to oracle. */
export const LIMITS = {
  trivial: 0.8,
  easyDefault: 0.85,
  unlearnable: 0.05,
  aucFloor: 0.7,
  kappaFloor: 0.3,
  gainFloor: 0.12,
  top: 0.995,
  gainTop: 0.93,
}

const round = (value: number) => Math.round(value * 1e4) / 1e4

type Limit = { id: string; value: number; limit: number; passed: boolean; message: string }
const check = ({ id, value, limit, passed, message }: Limit): GateCheck => ({
  id,
  passed,
  value: round(value),
  limit,
  message,
  anchor: null,
})

/** Metrics whose scale says by itself how good a score is: the floor below which the rule drowns in noise. */
const FLOORS: Partial<Record<Metric, number>> = { auc: LIMITS.aucFloor, qwk: LIMITS.kappaFloor }

/**
 * How good the oracle is: a score near 1 where the scale is absolute, else the share that it removes of what the
 * dummy leaves, which is its error or its distance to a perfect score. A dummy that is right three times in four
 * leaves little to gain, so a gain in plain accuracy would call honest tasks noisy.
 */
function ceilingChecks(metric: Metric, dummy: number, oracle: number): GateCheck[] {
  const floor = FLOORS[metric]
  const left = METRIC_FACTS[metric].direction === 'maximize' ? 1 - dummy : dummy
  const gain = left <= 0 ? 0 : Math.abs(oracle - dummy) / left
  const [value, least, most] =
    floor === undefined ? [gain, LIMITS.gainFloor, LIMITS.gainTop] : [oracle, floor, LIMITS.top]
  const said =
    floor === undefined
      ? `The oracle removes ${Math.round(100 * gain)} % of what the dummy leaves`
      : `The oracle scores ${oracle}`
  return [
    check({
      id: 'noisy',
      value,
      limit: least,
      passed: value >= least,
      message: `${said}; below ${least} the rule drowns in noise.`,
    }),
    check({
      id: 'saturated',
      value,
      limit: most,
      passed: value <= most,
      message: `${said}; above ${most} nothing is left to chance.`,
    }),
  ]
}

/**
 * Judges the ladder: unlearnable, trivial, easy default, saturated, noisy, too hard. Checks whose rungs were not
 * measured (a quick certificate leaves out s5, s6 and the reference) are left out, not passed.
 */
export function judgeDifficulty(
  metric: Metric,
  scores: Measured,
  thresholds: Thresholds | null,
): { checks: GateCheck[]; figures: DifficultyFigures } {
  const { s0: dummy, s8: oracle } = scores
  if (dummy === undefined || oracle === undefined) throw new Error('the ladder has no dummy or no oracle')
  const sign = METRIC_FACTS[metric].direction === 'maximize' ? 1 : -1
  const shares = Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, round(shareOfGap(score, dummy, oracle))]),
  )
  const figures = { shares, liveGap: round(sign * (oracle - dummy)) }
  const gap: Limit = {
    id: 'oracle',
    value: sign * (oracle - dummy),
    limit: 0,
    passed: sign * (oracle - dummy) > 0,
    message: `Dummy ${dummy}, oracle ${oracle}.`,
  }
  if (!gap.passed) return { checks: [check({ ...gap, id: 'noisy' })], figures }
  const best = (names: readonly string[]) => Math.max(...names.flatMap((name) => shares[name] ?? []))
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const checks = [check(gap), ...ceilingChecks(metric, dummy, oracle)]
  if (shares.s1 !== undefined)
    checks.push(
      check({
        id: 'trivial',
        value: shares.s1,
        limit: LIMITS.trivial,
        passed: shares.s1 <= LIMITS.trivial,
        message: `One feature closes ${percent(shares.s1)} of the gap.`,
      }),
    )
  const byDefault = best(['s2', 's3', 's4'])
  if (Number.isFinite(byDefault))
    checks.push(
      check({
        id: 'easy-default',
        value: byDefault,
        limit: LIMITS.easyDefault,
        passed: byDefault <= LIMITS.easyDefault,
        message: `The best default model closes ${percent(byDefault)} of the gap.`,
      }),
    )
  if (Number.isFinite(byDefault) && thresholds !== null) {
    const measured = ['s2', 's3', 's4'].flatMap((rung) => scores[rung] ?? [])
    const found = sign * Math.max(...measured.map((score) => sign * score))
    const silver = thresholds.silver.value
    checks.push(
      check({
        id: 'easy-default/silver',
        value: found,
        limit: silver,
        passed: sign * (silver - found) > 0,
        message: `The best default model scores ${found}, silver is ${silver}.`,
      }),
    )
  }
  if (shares.s6 !== undefined) {
    const found = best(['s1', 's2', 's3', 's4', 's5', 's6'])
    checks.push(
      check({
        id: 'unlearnable',
        value: found,
        limit: LIMITS.unlearnable,
        passed: found >= LIMITS.unlearnable,
        message: `The best of all automatic solvers closes ${percent(found)} of the gap.`,
      }),
    )
  }
  if (scores.reference !== undefined && thresholds !== null) {
    const over = sign * (scores.reference - thresholds.silver.value)
    checks.push(
      check({
        id: 'too-hard',
        value: over,
        limit: 0,
        passed: over >= 0,
        message: `The reference scores ${scores.reference}, silver is ${thresholds.silver.value}.`,
      }),
    )
  }
  return { checks, figures }
}
