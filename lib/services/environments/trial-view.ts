import { z } from 'zod'
import type { TrialView } from '#lib/contracts/environments.ts'
import type { ScoreAnswer } from '#lib/contracts/scores.ts'
import type { TrialStatus } from '#lib/domain/trial.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'

export const TRIAL_SELECT = {
  id: true,
  kind: true,
  program: true,
  status: true,
  outcome: true,
  score: true,
  tier: true,
  result: true,
  wallMs: true,
  cpuMs: true,
  maxRssMB: true,
  requestedBy: true,
  createdAt: true,
  finishedAt: true,
} as const

export type TrialRow = Omit<
  TrialView,
  'status' | 'tier' | 'reason' | 'low' | 'high' | 'createdAt' | 'finishedAt'
> & {
  status: TrialStatus
  tier: Tier | null
  result: unknown
  createdAt: Date
  finishedAt: Date | null
}

const Result = z.object({
  valid: z.boolean().nullable().default(null),
  reason: z.string().nullable().default(null),
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
  se: z.number().nullable().default(null),
})
const NOTHING = { valid: null, reason: null, low: null, high: null, se: null }
const resultOf = (json: unknown) => Result.safeParse(json).data ?? NOTHING

export function toTrialView({ result, ...row }: TrialRow): TrialView {
  const { reason, low, high } = resultOf(result)
  return {
    ...row,
    status: row.status,
    tier: row.tier,
    low,
    high,
    reason,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

/** Bootstrap standard error of a score; 0 where none was kept. */
export const standardErrorOf = (json: unknown): number => resultOf(json).se ?? 0

/** The stored answer, told in full. */
export function toScoreAnswer(row: TrialRow): Omit<ScoreAnswer, 'part' | 'contract' | 'step' | 'remaining'> {
  const { valid, reason } = resultOf(row.result)
  return {
    trialId: row.id,
    status: row.status,
    valid,
    score: row.score,
    tier: row.tier,
    reason,
  }
}
