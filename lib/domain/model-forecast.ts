import { seededRandom } from '#lib/domain/random.ts'
import { nearestRankOf } from '#lib/domain/statistics.ts'

/** What one finished candidate used. */
export type CandidateUse = { costMicroUsd: number; tokens: number; minutes: number }
/** Median and 90th percentile. */
export type Band = { p50: number; p90: number }
export type UseForecast = { costMicroUsd: Band; tokens: Band; minutes: Band }

/** Finished candidates that a forecast needs: an invented number is worse than none. */
export const FORECAST_FROM = 5
const DRAWS = 400
/** The same history gives the same forecast. */
const SEED = 1
const FIGURES = ['costMicroUsd', 'tokens', 'minutes'] as const

/** Nearest rank, so that a forecast is always something that happened. */
function bandOf(values: readonly number[]): Band {
  const sorted = [...values].sort((a, b) => a - b)
  return { p50: nearestRankOf(sorted, 0.5), p90: nearestRankOf(sorted, 0.9) }
}

const bandsOf = (uses: readonly CandidateUse[]): UseForecast => ({
  costMicroUsd: bandOf(uses.map((use) => use.costMicroUsd)),
  tokens: bandOf(uses.map((use) => use.tokens)),
  minutes: bandOf(uses.map((use) => use.minutes)),
})

/** A run as the past could have made it: candidates drawn with replacement, `atOnce` of them working side by side. */
function drawRun(history: readonly CandidateUse[], candidates: number, atOnce: number, chance: () => number) {
  const total: CandidateUse = { costMicroUsd: 0, tokens: 0, minutes: 0 }
  let longest = 0
  for (let n = 0; n < candidates; n++) {
    const use = history[Math.floor(chance() * history.length)]
    if (use === undefined) continue
    for (const figure of FIGURES) total[figure] += use[figure]
    longest = Math.max(longest, use.minutes)
  }
  return { ...total, minutes: Math.max(longest, total.minutes / Math.max(1, atOnce)) }
}

/** What a candidate and a run will use, from finished candidates of the same role assignment; null without enough. */
export function forecastOf(
  history: readonly CandidateUse[],
  candidates: number,
  atOnce: number,
): { perCandidate: UseForecast; run: UseForecast } | null {
  if (history.length < FORECAST_FROM) return null
  const random = seededRandom(SEED)
  const draw = () => drawRun(history, candidates, atOnce, random)
  return { perCandidate: bandsOf(history), run: bandsOf(Array.from({ length: DRAWS }, draw)) }
}
