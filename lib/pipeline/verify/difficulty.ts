import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { casesOf } from '#lib/domain/gate-policy.ts'
import type { Measurement } from '#lib/domain/gates.ts'
import { shareOfGap } from '#lib/domain/tiers.ts'
import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'
import { figure } from '#lib/pipeline/verify/evidence.ts'

/** Scores by name: rungs and `reference`; those that were not measured are absent. */
export type Measured = Readonly<Record<string, number>>
export type DifficultyFigures = { shares: Record<string, number>; liveGap: number }

const round = (value: number) => Math.round(value * 1e4) / 1e4

/** Rungs that anybody climbs by default. */
const DEFAULTS = ['s2', 's3', 's4'] as const

/**
 * How good the oracle is: its score where the metric has a limit of its own, as its scale is absolute, else the share that it removes of what the
 * dummy leaves, which is its error or its distance to a perfect score. A dummy that is right three times in four
 * leaves little to gain, so a gain in plain accuracy would call honest tasks noisy.
 */
function ceilingFigures(metric: Metric, dummy: number, oracle: number): Measurement[] {
  const isAbsolute = casesOf('difficulty', 'noisy').includes(metric)
  const left = METRIC_FACTS[metric].direction === 'maximize' ? 1 - dummy : dummy
  const gain = left <= 0 ? 0 : Math.abs(oracle - dummy) / left
  const value = isAbsolute ? oracle : gain
  const message = isAbsolute
    ? `The oracle scores ${oracle}.`
    : `The oracle removes ${Math.round(100 * gain)} % of what the dummy leaves.`
  return ['noisy', 'saturated'].map((id) => figure({ id, of: isAbsolute ? metric : 'gain', value, message }))
}

const percent = (share: number) => `${Math.round(100 * share)} %`

/** One feature, the default models and all solvers, as shares of the gap; default models and reference beside silver. */
function climbFigures(
  sign: number,
  scores: Measured,
  shares: Readonly<Record<string, number>>,
  silver: number | null,
): Measurement[] {
  const best = (names: readonly string[]) => Math.max(...names.flatMap((name) => shares[name] ?? []))
  const { reference } = scores
  const { s1, s6 } = shares
  const byDefault = best(DEFAULTS)
  const defaults = DEFAULTS.flatMap((rung) => scores[rung] ?? [])
  const found: Measurement[] = []
  const add = (id: string, value: number, message: string, of?: string) =>
    found.push(figure({ id, value, message, ...(of && { of }) }))
  if (s1 !== undefined) add('trivial', s1, `One feature closes ${percent(s1)} of the gap.`, 'ladder')
  if (defaults.length > 0)
    add('easy-default', byDefault, `The best default model closes ${percent(byDefault)} of the gap.`)
  if (defaults.length > 0 && silver !== null) {
    const reached = sign * Math.max(...defaults.map((score) => sign * score))
    const message = `The best default model scores ${reached}, silver is ${silver}.`
    add('easy-default/silver', sign * (silver - reached), message)
  }
  if (s6 !== undefined) {
    const share = best(['s1', 's2', 's3', 's4', 's5', 's6'])
    const message = `The best of all automatic solvers closes ${percent(share)} of the gap.`
    add('unlearnable', share, message, 'ladder')
  }
  if (reference !== undefined && silver !== null)
    add('too-hard', sign * (reference - silver), `The reference scores ${reference}, silver is ${silver}.`)
  return found
}

/**
 * Measures the ladder: unlearnable, trivial, easy default, saturated, noisy, too hard. Figures whose rungs were not
 * measured (a quick certificate leaves out s5, s6 and the reference) are left out, not passed.
 */
export function measureDifficulty(
  metric: Metric,
  scores: Measured,
  thresholds: Thresholds | null,
): { measurements: Measurement[]; figures: DifficultyFigures } {
  const { s0: dummy, s8: oracle } = scores
  if (dummy === undefined || oracle === undefined) throw new Error('the ladder has no dummy or no oracle')
  const sign = METRIC_FACTS[metric].direction === 'maximize' ? 1 : -1
  const gap = sign * (oracle - dummy)
  const shares = Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [name, round(shareOfGap(score, dummy, oracle))]),
  )
  const figures = { shares, liveGap: round(gap) }
  const message = `Dummy ${dummy}, oracle ${oracle}.`
  // Without a gap there is nothing that a share could be of.
  if (gap <= 0) return { measurements: [figure({ id: 'noisy', of: 'gap', value: gap, message })], figures }
  const measurements = [
    figure({ id: 'oracle', value: gap, message }),
    ...ceilingFigures(metric, dummy, oracle),
    ...climbFigures(sign, scores, shares, thresholds?.silver.value ?? null),
  ]
  return { measurements, figures }
}
