import { z } from 'zod'
import { type GradedResult, withoutThresholds } from '#lib/training/results/graded-result.ts'

const Positions = z.object({ avg_score: z.number().min(0).max(1) })
const Submission = z.object({
  raw_score: z.number().nullable().catch(null),
  position_score: z.union([Positions, z.number().min(0).max(1)]),
})
/** A step that scored; steps of another form are steps without a score. */
const Scored = z.object({ result: z.object({ submission: Submission }) })
const History = z.object({
  competition: z.string().min(1).max(200),
  actions: z.array(z.unknown()).max(100_000),
})

export const looksLikeDojoHistory = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'competition' in value && 'actions' in value

/**
 * One attempt of MLE-Dojo's `env_history/history.json`: its best position score over the steps, as its code computes
 * it, (N - position + 1) / N, the mean of private and public board. An attempt without a scored step has the rank 0.
 */
export function parseDojoHistory(
  value: unknown,
): { ok: true; result: GradedResult } | { ok: false; problem: string } {
  const history = History.safeParse(value)
  if (!history.success) return { ok: false, problem: 'not a history with competition and actions' }
  let best: { rank: number; score: number | null } | null = null
  for (const action of history.data.actions) {
    const parsed = Scored.safeParse(action)
    if (!parsed.success) continue
    const { position_score: position, raw_score: score } = parsed.data.result.submission
    const rank = typeof position === 'number' ? position : position.avg_score
    if (best === null || rank > best.rank) best = { rank, score }
  }
  // The history names no medal: a valid attempt is `below`, and only its rank is shown.
  const result = withoutThresholds({
    competition: history.data.competition,
    score: best?.score ?? null,
    tier: best === null ? 'fail' : 'below',
    humanRank: 100 * (best?.rank ?? 0),
  })
  return { ok: true, result }
}
