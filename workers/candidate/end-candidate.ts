import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { transitionCandidate, transitionRun } from '#lib/db/transition.ts'
import { CANDIDATE_STATUSES, type CandidateStatus, type Funnel, runOutcome } from '#lib/domain/run.ts'
import { databaseNow } from '#lib/services/context.ts'
import { appendEvent, type CandidateRef, type EventLevel } from '#workers/candidate/events.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'

export type Ending =
  | { to: 'verified' }
  | { to: 'cancelled' }
  | { to: 'duplicate'; duplicateOf: string; reason: string }
  | { to: 'rejected'; reasonCode: string; reason: string }
  | { to: 'error'; reasonCode: string; reason: string }

const LEVELS: Record<Ending['to'], EventLevel> = { verified: 'info', cancelled: 'info', duplicate: 'warn', rejected: 'warn', error: 'error' }

async function countCandidates(tx: Tx, runId: string): Promise<Funnel> {
  const rows = await tx.candidate.groupBy({ by: ['status'], where: { runId }, _count: true })
  const counts = Object.fromEntries(CANDIDATE_STATUSES.map((status) => [status, 0])) as Funnel
  for (const row of rows) counts[row.status as CandidateStatus] = row._count
  return counts
}

/** Ends the run when no candidate of it is open. The caller holds the run's row lock. */
async function finishRun(tx: Tx, runId: string, cancelRequested: boolean): Promise<void> {
  const counts = await countCandidates(tx, runId)
  const outcome = runOutcome(counts, cancelRequested)
  if (outcome === null) return
  const finishedAt = await databaseNow(tx)
  if (!(await transitionRun(tx, runId, 'running', outcome, { finishedAt }))) return
  const ended = Object.entries(counts).filter(([, count]) => count > 0)
  const said = ended.map(([status, count]) => `${count} ${status}`).join(', ')
  await appendEvent(tx, { runId }, { type: 'run.finished', message: `The run ${outcome}: ${said}.`, data: { outcome, ...counts } })
}

/**
 * Moves a running candidate to its end, in the caller's transaction; the last one of a run finishes the run with it.
 * Throws CandidateStopped('fenced') when another worker holds the candidate, so that the transaction leaves no trace.
 */
export async function endCandidate(tx: Tx, of: CandidateRef & { ordinal: number; attempt: number }, ending: Ending): Promise<void> {
  // Two candidates that end at once must see each other: the run's row lock puts them in order.
  const [run] = await tx.$queryRaw<{ cancelRequestedAt: Date | null }[]>`
    SELECT "cancelRequestedAt" FROM "run" WHERE id = ${of.runId}::uuid FOR UPDATE`
  const { to, ...reasons } = ending
  const patch: Prisma.CandidateUncheckedUpdateManyInput = { ...reasons, finishedAt: await databaseNow(tx), leaseUntil: null, workerId: null }
  if (!(await transitionCandidate(tx, of.id, 'running', to, { attempt: of.attempt, patch }))) throw new CandidateStopped('fenced')
  const why = 'reason' in ending ? `: ${ending.reason}` : '.'
  await appendEvent(tx, of, { type: 'candidate.ended', level: LEVELS[to], message: `Candidate ${of.ordinal + 1} ${to === 'error' ? 'failed' : `is ${to}`}${why}`, data: { status: to, ...reasons } })
  await finishRun(tx, of.runId, run?.cancelRequestedAt !== null && run !== undefined)
}
