import type { SandboxStatus } from '#lib/domain/ports/sandbox.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'

/** What was executed. `score` is a submission that somebody asked to have scored. */
export const TRIAL_KINDS = ['rung', 'solution', 'generate', 'evaluator', 'inspect', 'score'] as const
export type TrialKind = (typeof TRIAL_KINDS)[number]
export const TRIAL_STATUSES = ['queued', 'running', 'finished', 'failed'] as const
export type TrialStatus = (typeof TRIAL_STATUSES)[number]

/** One execution of one program in one version, as it is kept for good; re-judging reads these and runs nothing. */
export type TrialRecord = {
  kind: TrialKind
  program: string
  /** sha256 over program, arguments, files and limits. */
  inputHash: string
  outcome: SandboxStatus
  score: number | null
  tier: Tier | null
  wallMs: number
  cpuMs: number
  maxRssMB: number
  runtimeHash: string
  result: { v: 1; valid: boolean | null; score: number | null; reason: string | null }
}
