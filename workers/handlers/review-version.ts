import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
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
import { BUG_ENDED, type ClaimOf, leaseOf, type RowClaim } from '#workers/leases/lease.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { reviewBudget } from '#workers/models/budget-owner.ts'
import { loseOpenExchanges } from '#workers/models/exchange-ledger.ts'
import { openRoleModel } from '#workers/models/role-model.ts'
import { FILES, type Served } from '#workers/served.ts'

type ReviewDeps = Pick<
  Deps,
  'db' | 'blobs' | 'queue' | 'prompts' | 'languageModel' | 'secrets' | 'workerId' | 'log' | 'stopping'
>

/** Ends a review as long as its claim stands. What is still asked stays spent. */
async function endReview(
  tx: Tx,
  { id, attempt }: RowClaim,
  data: Prisma.ModelReviewUpdateManyMutationInput,
): Promise<void> {
  const finishedAt = await databaseNow(tx)
  const { count } = await tx.modelReview.updateMany({
    where: { id, attempt, status: 'running' },
    data: { ...data, finishedAt, leaseUntil: null },
  })
  if (count === 0) throw new LeaseLost('fenced')
  await loseOpenExchanges(tx, id)
}
const failed = (message: string) => ({ status: 'failed', error: message.slice(0, 500) }) as const

export const MODEL_REVIEW = leaseOf({
  kind: 'modelReview',
  columns: ['versionId', 'contentHash', 'player'],
  heedsSignal: true,
  judge: (error) =>
    error instanceof BudgetReached || error instanceof ProviderUnavailable
      ? { kind: 'end', code: 'provider', message: error.message }
      : { kind: 'end', code: 'internal', message: BUG_ENDED },
  /** What an earlier attempt left open is recorded as lost. */
  claimed: (tx, { id, attempt }) => loseOpenExchanges(tx, id, attempt),
  async returned(tx, { id }, why) {
    if (why.kind === 'worker') await loseOpenExchanges(tx, id)
  },
  fail: (tx, row, { message }) => endReview(tx, row, failed(message)),
})
type Claim = ClaimOf<typeof MODEL_REVIEW>

/** Keeps what the model found, in one transaction with the end of the review. */
async function keep(
  deps: ReviewDeps,
  claim: Claim,
  sorted: SortedFindings,
  prompt: { version: string; hash: string },
): Promise<void> {
  const { unanchored, malformed, repeated } = sorted
  await deps.db.$transaction(async (tx) => {
    await endReview(tx, claim, {
      status: 'finished',
      promptVersion: prompt.version,
      promptHash: prompt.hash,
      unanchored,
      malformed,
      repeated,
    })
    await tx.modelFinding.createMany({
      data: sorted.findings.map((finding, ordinal) => ({ ...finding, reviewId: claim.id, ordinal })),
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
  if (result.kind === 'read') await keep(deps, claim, result.sorted, prompt)
  else await deps.db.$transaction((tx) => endReview(tx, claim, failed(result.message)))
}

/** Handler of `model.review`: has a model read one version. */
export const reviewVersion = (deps: ReviewDeps, id: string): Promise<void> =>
  underLease(deps, MODEL_REVIEW, id, (claim, signal) => read(deps, claim, signal))

export const modelReview = {
  queue: 'model.review',
  concurrency: 2,
  needs: FILES,
  lease: MODEL_REVIEW,
  handle: reviewVersion,
} as const satisfies Served
