import { z } from 'zod'
import leaderboard from '#lib/training/reference/mle-bench-leaderboard.json' with { type: 'json' }
import paper from '#lib/training/reference/paper-results.json' with { type: 'json' }

const Estimate = z.object({ mean: z.number(), sem: z.number() })
const LeaderboardRow = z.object({
  agent: z.string(),
  models: z.string(),
  low: Estimate,
  hours: z.number(),
  date: z.string(),
  leakage_noted: z.boolean(),
  padded_seeds: z.boolean(),
})
const PaperRow = z.object({
  model: z.string(),
  method: z.string(),
  percent: z.number(),
  kind: z.enum(['exact', 'derived']),
})

/** A figure that others reported: shown beside our own, never mixed into a computed mean. */
export type ReferenceRow = {
  source: 'paper' | 'leaderboard'
  name: string
  detail: string
  /** Percent of the split with any medal. */
  mean: number
  /** null: none was reported. */
  sem: number | null
  /** True: worked out from ratios that the paper states, not printed there. */
  derived: boolean
  hours: number | null
  date: string | null
  leakageNoted: boolean
  paddedSeeds: boolean
}

const fromPaper = z
  .array(PaperRow)
  .parse(paper.mle_bench_lite_any_medal)
  .map(
    ({ model, method, percent, kind }): ReferenceRow => ({
      source: 'paper',
      name: model,
      detail: method,
      mean: percent,
      sem: null,
      derived: kind === 'derived',
      hours: null,
      date: '2026-04-06',
      leakageNoted: false,
      paddedSeeds: false,
    }),
  )

const fromLeaderboard = z
  .array(LeaderboardRow)
  .parse(leaderboard.rows)
  .map(
    ({ agent, models, low, hours, date, leakage_noted, padded_seeds }): ReferenceRow => ({
      source: 'leaderboard',
      name: agent,
      detail: models,
      mean: low.mean,
      sem: low.sem,
      derived: false,
      hours,
      date,
      leakageNoted: leakage_noted,
      paddedSeeds: padded_seeds,
    }),
  )

/** Any-medal figures of the lite split: the paper's, then the benchmark's public leaderboard, best first. */
export const REFERENCE_ROWS: readonly ReferenceRow[] = [
  ...fromPaper,
  ...fromLeaderboard.sort((a, b) => b.mean - a.mean),
]
export const REFERENCE_SOURCES = { paper: paper.source, leaderboard: leaderboard.source }
