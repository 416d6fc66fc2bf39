import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'

export type Told = Parameters<typeof appendEvent>[2]
/** The columns of the ledger that name who asks. */
type LedgerColumns =
  | { runId: string; candidateId: string; modelReviewId: null }
  | { runId: null; candidateId: null; modelReviewId: string }
export type Cap = {
  by: 'runId' | 'connectionId' | 'modelReviewId'
  id: string
  capMicroUsd: number
  what: string
}

/** Who asks a model and pays for it: a claimed candidate of a run, or a claimed review by a model. */
export type BudgetOwner = {
  /** Of the candidate, or of the review. */
  id: string
  attempt: number
  columns: LedgerColumns
  /** Holds the claimed row to the end of the transaction. @throws LeaseLost('fenced') for a lost claim. */
  fence: (tx: Tx) => Promise<void>
  /** Locks the row that has the owner's cap; always before the connection's. */
  lockCap: (tx: Tx) => Promise<Cap>
  /** Tells people what happened to a request, where they have a log of it. */
  tell: (tx: Tx, event: Told) => Promise<void>
}

/** Rows of the ledger that belong to a budget owner. */
export const ownedBy = ({ columns }: BudgetOwner): Prisma.ExchangeWhereInput =>
  columns.candidateId === null
    ? { modelReviewId: columns.modelReviewId }
    : { candidateId: columns.candidateId }

const holdRow = (rows: readonly unknown[]): void => {
  if (rows.length === 0) throw new LeaseLost('fenced')
}

export function candidateBudget(claim: ReviewClaim & { runId: string }): BudgetOwner {
  return {
    id: claim.id,
    attempt: claim.attempt,
    columns: { runId: claim.runId, candidateId: claim.id, modelReviewId: null },
    fence: async (tx) =>
      holdRow(
        await tx.$queryRaw<unknown[]>`
        SELECT 1 AS one FROM "candidate"
        WHERE id = ${claim.id}::uuid AND attempt = ${claim.attempt} AND status = 'running' FOR UPDATE`,
      ),
    lockCap: async (tx) => {
      const [run] = await tx.$queryRaw<{ cap: number | null }[]>`
        SELECT (request->>'capMicroUsd')::float8 AS cap FROM "run" WHERE id = ${claim.runId}::uuid FOR UPDATE`
      // A run in which a model plays has a cap; one without is held at nothing.
      return { by: 'runId', id: claim.runId, capMicroUsd: run?.cap ?? 0, what: 'this run' }
    },
    tell: (tx, event) => appendEvent(tx, claim, event),
  }
}

/** The right to have a model read a version until the lease is over. */
export type ReviewClaim = { id: string; attempt: number }

export function reviewBudget({ id, attempt }: ReviewClaim): BudgetOwner {
  return {
    id,
    attempt,
    columns: { runId: null, candidateId: null, modelReviewId: id },
    fence: async (tx) =>
      holdRow(
        await tx.$queryRaw<unknown[]>`
        SELECT 1 AS one FROM "model_review"
        WHERE id = ${id}::uuid AND attempt = ${attempt} AND status = 'running' FOR UPDATE`,
      ),
    lockCap: async (tx) => {
      const [review] = await tx.$queryRaw<{ cap: number }[]>`
        SELECT "capMicroUsd"::float8 AS cap FROM "model_review" WHERE id = ${id}::uuid FOR UPDATE`
      return { by: 'modelReviewId', id, capMicroUsd: review?.cap ?? 0, what: 'this review' }
    },
    // Its requests appear in the transcript; there is no run whose log would show them.
    tell: async () => undefined,
  }
}
