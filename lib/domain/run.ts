import { z } from 'zod'
import { RunControls } from '#lib/domain/controls.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { Players, RunReviewer } from '#lib/domain/player.ts'
import { NamedPrompts } from '#lib/domain/prompt-catalogue.ts'
import { CERTIFICATE_KINDS, ROLES } from '#lib/domain/vocabulary.ts'

export const RUN_STATUSES = [
  'queued',
  'running',
  'awaiting-input',
  'succeeded',
  'failed',
  'cancelled',
] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const RUN_NEXT = {
  queued: ['running', 'cancelled'],
  running: ['awaiting-input', 'succeeded', 'failed', 'cancelled'],
  'awaiting-input': ['running', 'cancelled'],
  succeeded: ['running'],
  failed: ['running'],
  cancelled: [],
} as const satisfies Record<RunStatus, readonly RunStatus[]>

export const CANDIDATE_STATUSES = [
  'queued',
  'running',
  'held',
  'verified',
  'duplicate',
  'rejected',
  'error',
  'cancelled',
] as const
export type CandidateStatus = (typeof CANDIDATE_STATUSES)[number]

/** `error -> queued` is "retry failed"; every other end state is final. */
export const CANDIDATE_NEXT = {
  queued: ['running', 'cancelled'],
  running: ['queued', 'held', 'verified', 'duplicate', 'rejected', 'error', 'cancelled'],
  held: ['queued', 'cancelled'],
  verified: [],
  duplicate: [],
  rejected: [],
  error: ['queued'],
  cancelled: [],
} as const satisfies Record<CandidateStatus, readonly CandidateStatus[]>

export const CANDIDATE_END_STATUSES = ['verified', 'duplicate', 'rejected', 'error', 'cancelled'] as const
export const isCandidateEnded = (status: CandidateStatus): boolean =>
  (CANDIDATE_END_STATUSES as readonly string[]).includes(status)

/** What a candidate works on: the four roles, then freezing, then the gates. */
export const CANDIDATE_PHASES = [...ROLES, 'freeze', 'verify'] as const
export type CandidatePhase = (typeof CANDIDATE_PHASES)[number]

/** Candidates of one run, at most. */
export const MOST_CANDIDATES = 500

/** The typed request of a run: all that its workers need to know. */
export const RunRequest = z.strictObject({
  v: z.literal(1),
  seedIds: z.array(z.uuid()).min(1).max(200),
  candidates: z.int().min(1).max(MOST_CANDIDATES),
  certificate: z.enum(CERTIFICATE_KINDS),
  /** Same run seed, same seed tasks, same engine: same specs. */
  runSeed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  /** How close its candidates stay to their seeds. */
  likeness: z.enum(LIKENESSES).default('varied'),
  /** What else they may be. */
  controls: RunControls.default({}),
  players: Players,
  /** Versions of the prompts that its models play with; a role that is not named plays with the newest. */
  prompts: NamedPrompts.default({}),
  /** A model that reads every verified version for its reviewers; null: none. */
  reviewer: RunReviewer.nullable().default(null),
  /** Hard cap of what the models of the run may cost, in millionths of a US dollar; null where no model plays. */
  capMicroUsd: z.int().positive().nullable().default(null),
  submitForReview: z.boolean(),
  /** Candidates wait for a person after this role's first output; null: nobody is waited for. */
  holdAfter: z.enum(ROLES).nullable().default(null),
})
export type RunRequest = z.infer<typeof RunRequest>

/** Candidates at once in one worker; their trials share the sandbox's lanes. */
export const CANDIDATES_PER_WORKER = 2

/** Of an event in a run's log. */
export const EVENT_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type EventLevel = (typeof EVENT_LEVELS)[number]

/** The outcome counts of a run; they add up to its candidates at every moment. */
export type Funnel = Record<CandidateStatus, number>

/** True when a run can only continue after a person lets held candidates go. */
export const waitsForPeople = ({ queued, running, held }: Funnel): boolean =>
  held > 0 && queued + running === 0

/** What a resumed candidate took over and what ran since; null for one that nobody has let go. */
export function steeredOf(
  releasedAt: Date | null,
  steps: readonly { ranAt: Date }[],
): { reused: number; rerun: number } | null {
  if (releasedAt === null) return null
  const reused = steps.filter(({ ranAt }) => ranAt <= releasedAt).length
  return { reused, rerun: steps.length - reused }
}

/** How a run with no open candidate ends: failed only when nothing but errors came out. */
export function runOutcome(
  counts: Funnel,
  cancelRequested: boolean,
): 'succeeded' | 'failed' | 'cancelled' | null {
  if (counts.queued + counts.running + counts.held > 0) return null
  if (cancelRequested && counts.cancelled > 0) return 'cancelled'
  const total = CANDIDATE_END_STATUSES.reduce((sum, status) => sum + counts[status], 0)
  return total > 0 && counts.error === total ? 'failed' : 'succeeded'
}
