import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'

/** Report sets as `mlebench grade` would have written them, drawn from a seed: the same ones in every run. */
export type Random = () => number
export function randomOf(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
export const pick = <T>(random: Random, values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T

const OUTCOMES = [
  'missing',
  'invalid',
  'below',
  'median',
  'bronze',
  'silver',
  'gold',
  'gold-at-median',
] as const

/** One entry of a report; NaN is written as the bare token that Python writes. */
export function entryOf(competition: string, outcome: (typeof OUTCOMES)[number]): object {
  const valid = outcome !== 'missing' && outcome !== 'invalid'
  const medal = outcome === 'gold-at-median' ? 'gold' : outcome
  return {
    competition_id: competition,
    score: valid ? 0.75 : null,
    gold_threshold: 0.9,
    silver_threshold: 0.8,
    bronze_threshold: Number.NaN,
    median_threshold: 0.6,
    any_medal: ['gold', 'silver', 'bronze'].includes(medal),
    gold_medal: medal === 'gold',
    silver_medal: medal === 'silver',
    bronze_medal: medal === 'bronze',
    // With equal thresholds a medal is not strictly above the median.
    above_median: ['gold', 'silver', 'bronze', 'median'].includes(outcome),
    submission_exists: outcome !== 'missing',
    valid_submission: valid,
    is_lower_better: false,
    created_at: '2026-11-23T04:47:51.876470',
    submission_path: outcome === 'missing' ? 'None' : `subs/${competition}.csv`,
  }
}

const toPython = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (Number.isNaN(part) ? '\u0000' : part)).replaceAll(
    '"\\u0000"',
    'NaN',
  )

export const reportText = (entries: readonly object[]): string =>
  toPython({ total_runs: entries.length, competition_reports: entries })

export type Ruling = [file: string, index: number, decision: string, tier: string | null]
export type ReportSet = {
  split: string[]
  pad: boolean
  files: Record<string, string>
  rulings: Ruling[]
}

/** One to five seeds of the split and of a task outside it; with gaps in two sets of three, and some rulings. */
export function reportSet(random: Random): ReportSet {
  const ids = [...LITE_SPLIT.map(({ id }) => id), 'spaceship-titanic']
  const gaps = pick(random, [0, 0.03, 0.25])
  const files: Record<string, string> = {}
  const rulings: Ruling[] = []
  const count = 1 + Math.floor(random() * 5)
  for (let n = 0; n < count; n++) {
    const name = `2026-11-${20 + Math.floor(random() * 9)}T0${n}_grading_report.json`
    // Some files hold two attempts at a competition.
    const drawn = ids.flatMap((id) => (random() < 0.05 ? [id, id] : random() < gaps ? [] : [id]))
    const entries = drawn.sort(() => random() - 0.5).map((id) => entryOf(id, pick(random, OUTCOMES)))
    if (entries.length === 0) continue
    files[name] = reportText(entries)
    for (const index of entries.keys())
      if (random() < 0.04) {
        const decision = pick(random, ['zeroed', 'excluded', 'rescored', 'included'])
        const tier =
          decision === 'rescored' ? pick(random, ['fail', 'below', 'median', 'bronze', 'gold']) : null
        rulings.push([name, index, decision, tier])
      }
  }
  return { split: LITE_SPLIT.map(({ id }) => id), pad: random() < 0.5, files, rulings }
}
