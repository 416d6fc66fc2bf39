import { nearestRankOf } from '#lib/domain/statistics.ts'

/** Finished candidates that an estimate needs. */
export const ETA_FROM = 5

/**
 * Remaining time of a run from the durations (ms) of its ended candidates and how many work at once. Null before
 * five have ended, and when nothing is left: an invented number is worse than none.
 */
export function runEta(
  durationsMs: readonly number[],
  remaining: number,
  atOnce: number,
): { p50Ms: number; p90Ms: number; basedOn: number } | null {
  if (durationsMs.length < ETA_FROM || remaining === 0) return null
  const sorted = [...durationsMs].sort((a, b) => a - b)
  const rounds = Math.ceil(remaining / Math.max(1, atOnce))
  return {
    p50Ms: Math.round(rounds * nearestRankOf(sorted, 0.5)),
    p90Ms: Math.round(rounds * nearestRankOf(sorted, 0.9)),
    basedOn: sorted.length,
  }
}
