import { stored } from '#lib/domain/parse.ts'
import { ModelPlayer } from '#lib/domain/player.ts'
import { BudgetReached, ProviderUnavailable } from '#lib/domain/ports/role-model.ts'
import type { SortedFindings } from '#lib/pipeline/review/resolve-anchor.ts'
import { isShown } from '#lib/pipeline/review/shown-files.ts'
import { reviewByModel } from '#lib/pipeline/roles/model/model-reviewer.ts'
import { databaseNow } from '#lib/services/context.ts'
import { knownFindings } from '#lib/services/model-reviews/known-findings.ts'
import { loadVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { holdLease } from '#workers/leases/hold-lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { LEASE_END } from '#workers/leases/leased.ts'
import { lettingGoOf, requeueRow, untilWritten } from '#workers/leases/let-go.ts'
import { type ReviewClaim, reviewBudget } from '#workers/models/budget-owner.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'
import { openRoleModel } from '#workers/models/role-model.ts'
import { FILES, type Served } from '#workers/served.ts'

type ReviewDeps = Pick<
  Deps,
  'db' | 'blobs' | 'queue' | 'prompts' | 'languageModel' | 'secrets' | 'workerId' | 'log' | 'stopping'
>
type Claim = ReviewClaim & { versionId: string; contentHash: string; player: unknown }

/** Takes a queued review by compare-and-set; what an earlier attempt left open is recorded as lost. */
async function claimReview(deps: ReviewDeps, id: string): Promise<Claim | null> {
  return deps.db.$transaction(async (tx) => {
    const [claim] = await tx.$queryRaw<Claim[]>`
      UPDATE "model_review" SET status = 'running', attempt = attempt + 1, "workerId" = ${deps.workerId},
        "leaseUntil" = ${LEASE_END}
      WHERE id = ${id}::uuid AND status = 'queued'
      RETURNING id, attempt, "versionId", "contentHash", player`
    if (claim) await loseOpenExchanges(tx, id, claim.attempt)
    return claim ?? null
  })
}

/** Ends a review as long as its claim stands, in one transaction with its findings. */
async function end(
  deps: ReviewDeps,
  claim: Claim,
  outcome: { sorted: SortedFindings; prompt: { version: string; hash: string } } | { error: string },
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const finishedAt = await databaseNow(tx)
    const counted =
      'error' in outcome
        ? { status: 'failed' as const, error: outcome.error.slice(0, 500) }
        : {
            status: 'finished' as const,
            promptVersion: outcome.prompt.version,
            promptHash: outcome.prompt.hash,
            unanchored: outcome.sorted.unanchored,
            malformed: outcome.sorted.malformed,
            repeated: outcome.sorted.repeated,
          }
    const { count } = await tx.modelReview.updateMany({
      where: { id: claim.id, attempt: claim.attempt, status: 'running' },
      data: { ...counted, finishedAt, leaseUntil: null },
    })
    if (count === 0) throw new LeaseLost('fenced')
    await loseOpenExchanges(tx, claim.id)
    if ('error' in outcome) return
    await tx.modelFinding.createMany({
      data: outcome.sorted.findings.map((finding, ordinal) => ({ ...finding, reviewId: claim.id, ordinal })),
    })
  })
}

async function read(deps: ReviewDeps, claim: Claim, signal: AbortSignal): Promise<void> {
  const version = await loadVersion(deps, claim.versionId)
  const files = await loadVersionFiles(deps, version.manifest, isShown)
  const [prompt] = deps.prompts.reviewer
  // Whoever reads the same content asks the same question, and is answered from the record.
  const asker = { runSeed: claim.contentHash.slice(0, 12), ordinal: 0 }
  const models = openRoleModel(deps, reviewBudget(claim), signal, asker)
  const player = stored(ModelPlayer, claim.player, `player of review ${claim.id}`)
  const known = await knownFindings(deps.db, claim.versionId, player.model)
  const result = await reviewByModel(models, { player, prompt }, { task: version.task, files, known })
  await end(
    deps,
    claim,
    result.kind === 'read' ? { sorted: result.sorted, prompt } : { error: result.message },
  )
}

/** Lets go of the claim as the error demands. A fault of the machine costs nothing and is thrown on, for who pauses. */
async function letGo(deps: ReviewDeps, claim: Claim, error: unknown, signal: AbortSignal): Promise<void> {
  const why = lettingGoOf(error, signal)
  if (why.kind === 'fenced' || why.kind === 'cancelled')
    return deps.log.warn('model review fenced', { review: claim.id, attempt: claim.attempt })
  if (why.kind !== 'broken') {
    await untilWritten(deps, () => deps.db.$transaction((tx) => requeueRow(deps, tx, 'modelReview', claim)))
    if (why.kind === 'paused') throw error
    return
  }
  if (why.error instanceof BudgetReached || why.error instanceof ProviderUnavailable)
    return end(deps, claim, { error: why.error.message })
  deps.log.error('model review', { review: claim.id, error: why.error })
  await end(deps, claim, { error: 'An internal error ended it; the log of the worker has the cause.' })
}

/** Handler of `model.review`: has a model read one version. Safe to run twice and to lose. */
export async function reviewVersion(deps: ReviewDeps, id: string): Promise<void> {
  const claim = await claimReview(deps, id)
  if (!claim) return
  const lease = holdLease(deps, 'modelReview', claim)
  try {
    await read(deps, claim, lease.signal)
  } catch (error) {
    await letGo(deps, claim, error, lease.signal).catch((failure: unknown) => {
      if (!(failure instanceof LeaseLost)) throw failure
    })
  } finally {
    lease.end()
  }
}

export const modelReview = {
  queue: 'model.review',
  concurrency: 2,
  needs: FILES,
  handle: reviewVersion,
} as const satisfies Served
