import type { Direction, Tier } from '#lib/domain/vocabulary.ts'

export type ThresholdValues = { median: number; bronze: number; silver: number; gold: number }

/** Tier of a score. Medals are inclusive, above-median is strict (the benchmark's convention, formats section 1B). */
export function tierOf(score: number | null, thresholds: ThresholdValues, direction: Direction): Tier {
  if (score === null || !Number.isFinite(score)) return 'fail'
  const reaches = (limit: number) => (direction === 'maximize' ? score >= limit : score <= limit)
  if (reaches(thresholds.gold)) return 'gold'
  if (reaches(thresholds.silver)) return 'silver'
  if (reaches(thresholds.bronze)) return 'bronze'
  return score !== thresholds.median && reaches(thresholds.median) ? 'median' : 'below'
}

/** Share of the way from the dummy's score to the oracle's; 0 at the dummy, 1 at the oracle, not clamped. */
export function shareOfGap(score: number, dummy: number, oracle: number): number {
  return oracle === dummy ? 0 : (score - dummy) / (oracle - dummy)
}
