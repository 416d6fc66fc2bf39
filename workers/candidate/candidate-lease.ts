import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { transitionRun } from '#lib/db/transition.ts'
import { BudgetReached, ProviderUnavailable } from '#lib/domain/ports/role-model.ts'
import { UnknownPrompt } from '#lib/pipeline/prompts.ts'
import { InfraFault } from '#lib/pipeline/run-job.ts'
import { databaseNow } from '#lib/services/context.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { type ClaimOf, leaseOf, type Return, type RowClaim, type Verdict } from '#workers/leases/lease.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'

/** What stops a candidate that a model plays is for people to change before they retry it; the rest is tried again. */
function judge(error: unknown): Verdict {
  if (error instanceof BudgetReached) return { kind: 'end', code: 'budget-reached', message: error.message }
  if (error instanceof ProviderUnavailable || error instanceof UnknownPrompt)
    return { kind: 'end', code: 'provider', message: error.message }
  if (error instanceof InfraFault) return { kind: 'again', code: 'infra', message: error.message }
  const message = 'An internal error ended the attempt; the worker log has the cause.'
  return { kind: 'again', code: 'internal', message }
}

function returnWords(why: Return, attempt: number): string {
  if (why.kind === 'worker')
    return `The worker of attempt ${attempt} stopped reporting; the candidate is queued again.`
  if (why.kind === 'stopping') return 'The worker stops; another one continues.'
  if (why.kind === 'fault') return `Attempt ${attempt} is repeated: ${why.message}`
  return `Paused: ${why.fault.part}. ${why.fault.reason} It continues by itself, and no attempt is counted.`
}

const refOf = async (tx: Tx, { id, attempt }: RowClaim) => ({
  attempt,
  ...(await tx.candidate.findUniqueOrThrow({
    where: { id },
    select: { id: true, runId: true, ordinal: true, phase: true },
  })),
})

/** A candidate under a lease. What ends one locks its run first; see `endCandidate`. */
export const CANDIDATE = leaseOf({
  kind: 'candidate',
  columns: [
    'runId',
    'ordinal',
    'seedId',
    'versionId',
    // The attempt that a person let continue, which is not held again; null where nobody did.
    'releasedRepair',
  ],
  awake: Prisma.sql`EXISTS (SELECT 1 FROM "run" r WHERE r.id = t."runId" AND r.status IN ('queued', 'running'))`,
  hasStart: true,
  heedsSignal: true,
  judge,
  async claimed(tx, row, worker) {
    const candidate = await refOf(tx, row)
    const { runId, ordinal, attempt } = candidate
    const startedAt = await databaseNow(tx)
    if (await transitionRun(tx, runId, 'queued', 'running', { startedAt }))
      await appendEvent(tx, { runId }, { type: 'run.started', message: 'The first worker took a candidate.' })
    const how = attempt === 1 ? 'starts.' : `continues, attempt ${attempt}.`
    const message = `Candidate ${ordinal + 1} ${how}`
    await appendEvent(tx, candidate, { type: 'candidate.claimed', message, data: { attempt, worker } })
  },
  async returned(tx, row, why) {
    // At once, so that nobody waits below a cap for a request that nobody settles.
    await loseOpenExchanges(tx, row.id)
    await appendEvent(tx, await refOf(tx, row), {
      type: why.kind === 'worker' ? 'candidate.lost' : 'candidate.released',
      level: why.kind === 'stopping' ? 'info' : 'warn',
      message: returnWords(why, row.attempt),
    })
  },
  async fail(tx, row, { code, message }) {
    const ref = await refOf(tx, row)
    const where = code === 'worker-lost' ? ` It was last in the phase ${ref.phase}.` : ''
    await endCandidate(tx, ref, { to: 'error', reasonCode: code, reason: message + where })
  },
  cancel: {
    async isAsked(db, id) {
      const where = { candidates: { some: { id } }, cancelRequestedAt: { not: null } }
      return (await db.run.count({ where })) > 0
    },
    async end(tx, row) {
      await endCandidate(tx, await refOf(tx, row), { to: 'cancelled' })
    },
  },
})
export type Claim = ClaimOf<typeof CANDIDATE>
