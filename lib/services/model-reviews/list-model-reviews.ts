import type { ModelFindingView, ModelReviewList, ModelReviewView } from '#lib/contracts/model-reviews.ts'
import { unless } from '#lib/contracts/paging.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import type { Precision } from '#lib/domain/model-review.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { ownWorkObjection } from '#lib/domain/review-policy.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { EMPTY_LEDGER, ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'
import { readPrecision } from '#lib/services/model-reviews/read-precision.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const SELECT = {
  id: true,
  status: true,
  connection: { select: { id: true, name: true } },
  model: true,
  promptVersion: true,
  capMicroUsd: true,
  unanchored: true,
  malformed: true,
  repeated: true,
  error: true,
  requestedBy: true,
  createdAt: true,
  finishedAt: true,
  exchanges: { select: { id: true }, orderBy: { createdAt: 'asc' } },
  findings: {
    orderBy: { ordinal: 'asc' },
    include: { judgements: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 } },
  },
} as const satisfies Prisma.ModelReviewSelect
type Row = Prisma.ModelReviewGetPayload<{ select: typeof SELECT }>
type NameOf = (id: string | null) => string

const toReview = (row: Row, ledger: typeof EMPTY_LEDGER, nameOf: NameOf): ModelReviewView => ({
  id: row.id,
  status: row.status,
  connection: row.connection,
  model: row.model,
  prompt: row.promptVersion,
  capMicroUsd: Number(row.capMicroUsd),
  costMicroUsd: ledger.spentMicroUsd,
  tokens: ledger.inputTokens + ledger.outputTokens,
  refused: { unanchored: row.unanchored, malformed: row.malformed, repeated: row.repeated },
  exchanges: row.exchanges.map(({ id }) => id),
  error: row.error,
  requestedByName: nameOf(row.requestedBy),
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})

function toFindings(row: Row, precision: readonly Precision[], nameOf: NameOf): ModelFindingView[] {
  return row.findings.map(
    ({ judgements: [newest], reviewId: _, ordinal: __, createdAt: ___, ...finding }) => ({
      ...finding,
      criterion: finding.criterion,
      model: row.model,
      advisory: precision.some(
        (one) => one.model === row.model && one.criterion === finding.criterion && one.advisory,
      ),
      judgement:
        newest === undefined
          ? null
          : {
              verdict: newest.verdict,
              byName: nameOf(newest.judgedBy),
              at: newest.createdAt.toISOString(),
            },
    }),
  )
}

async function permissions(ctx: ServiceContext, versionId: string): Promise<ModelReviewList['can']> {
  const version = await ctx.db.version.findUniqueOrThrow({
    where: { id: versionId },
    select: { authorId: true, editorId: true },
  })
  const own = ownWorkObjection(version, personOf(ctx.actor))
  return {
    request: unless(whyNot(ctx.actor, 'model-review.request')),
    judge: unless(whyNot(ctx.actor, 'finding.judge') ?? own),
  }
}

/** What models said of a version: their readings, newest first, and the findings that people confirm or refute. */
export async function listModelReviews({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<ModelReviewList> {
  requireCapability(ctx, 'review.read')
  const versionId = await findVersion(ctx.db, parseInput(VersionRef, input))
  const rows = await ctx.db.modelReview.findMany({
    where: { versionId },
    select: SELECT,
    orderBy: { createdAt: 'desc' },
  })
  const ledgers = await ledgersOf(ctx.db, 'modelReviewId', { modelReview: { versionId } })
  const precision = await readPrecision(ctx.db)
  const people = rows.flatMap((row) => [
    row.requestedBy,
    ...row.findings.flatMap(({ judgements }) => judgements.map(({ judgedBy }) => judgedBy)),
  ])
  const nameOf = await namesOf(ctx.db, people)
  return {
    versionId,
    reviews: rows.map((row) => toReview(row, ledgers.get(row.id) ?? EMPTY_LEDGER, nameOf)),
    findings: rows.flatMap((row) => toFindings(row, precision, nameOf)),
    can: await permissions(ctx, versionId),
  }
}
