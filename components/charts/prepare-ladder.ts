import { shareOfGap, type ThresholdValues, tierOf } from '#lib/domain/tiers.ts'
import { type Direction, RUNG_TITLES, RUNGS, type Rung, type Tier } from '#lib/domain/vocabulary.ts'

export type RungScore = {
  rung: Rung
  score: number | null
  low: number | null
  high: number | null
  seconds: number | null
}
export type LadderPoint = RungScore & {
  title: string
  label: string
  score: number
  tier: Tier
  share: number | null
  whisker: [number, number]
}

/** Solvers in ladder order; `share` is the part of the dummy-to-oracle gap that a solver closes. */
export function prepareLadder(
  scores: readonly RungScore[],
  thresholds: ThresholdValues,
  direction: Direction,
): LadderPoint[] {
  const byRung = new Map(scores.map((entry) => [entry.rung, entry]))
  const dummy = byRung.get('s0')?.score ?? null
  const oracle = byRung.get('s8')?.score ?? null
  return RUNGS.flatMap((rung) => {
    const entry = byRung.get(rung)
    if (!entry || entry.score === null || !Number.isFinite(entry.score)) return []
    const { score, low, high } = entry
    return [
      {
        ...entry,
        score,
        title: RUNG_TITLES[rung],
        label: `${rung} ${RUNG_TITLES[rung]}`,
        tier: tierOf(score, thresholds, direction),
        share: dummy === null || oracle === null ? null : shareOfGap(score, dummy, oracle),
        whisker: [score - (low ?? score), (high ?? score) - score] as [number, number],
      },
    ]
  })
}
