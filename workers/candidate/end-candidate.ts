import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { transitionCandidate } from '#lib/db/transition.ts'
import { databaseNow } from '#lib/services/context.ts'
import { settleRun } from '#lib/services/runs/settle-run.ts'
import { appendEvent, type CandidateRef, type EventLevel } from '#workers/candidate/events.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'

export type Ending =
  | { to: 'verified' }
  | { to: 'cancelled' }
  | { to: 'duplicate'; duplicateOf: string; reason: string }
  | { to: 'rejected'; reasonCode: string; reason: string }
  | { to: 'error'; reasonCode: string; reason: string }

const LEVELS: Record<Ending['to'], EventLevel> = {
  verified: 'info',
  cancelled: 'info',
  duplicate: 'warn',
  rejected: 'warn',
  error: 'error',
}

/**
 * Moves a running candidate to its end, in the caller's transaction; the last one of a run finishes the run with it.
 * Throws LeaseLost('fenced') when another worker holds the candidate, so that the transaction leaves no trace.
 */
export async function endCandidate(
  tx: Tx,
  of: CandidateRef & { ordinal: number; attempt: number },
  ending: Ending,
): Promise<void> {
  // Lock order everywhere: the run first, then its candidates; otherwise two ends could wait for each other.
  await tx.$queryRaw`SELECT id::text FROM "run" WHERE id = ${of.runId}::uuid FOR UPDATE`
  const { to, ...reasons } = ending
  const patch: Prisma.CandidateUncheckedUpdateManyInput = {
    ...reasons,
    finishedAt: await databaseNow(tx),
    leaseUntil: null,
    workerId: null,
  }
  if (!(await transitionCandidate(tx, of.id, 'running', to, { attempt: of.attempt, patch })))
    throw new LeaseLost('fenced')
  // Nobody settles a request of a candidate that is over: it stays spent.
  await loseOpenExchanges(tx, of.id)
  const why = 'reason' in ending ? `: ${ending.reason}` : '.'
  await appendEvent(tx, of, {
    type: 'candidate.ended',
    level: LEVELS[to],
    message: `Candidate ${of.ordinal + 1} ${to === 'error' ? 'failed' : `is ${to}`}${why}`,
    data: { status: to, ...reasons },
  })
  await settleRun(tx, of.runId)
}
