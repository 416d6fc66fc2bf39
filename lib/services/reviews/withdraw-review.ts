import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { type ReviewItem, ReviewParams, type ReviewWithdrawn } from '#lib/contracts/reviews.ts'
import type { Tx } from '#lib/db/client.ts'
import { transitionVersion } from '#lib/db/transition.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { conflict, notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { withdrawalObjection } from '#lib/domain/withdrawal.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow, inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { tell } from '#lib/services/notices/tell.ts'
import { STANDING } from '#lib/services/reviews/review-rows.ts'

const NONE = 'You have no verdict on this version.'

/**
 * Takes back the caller's own verdict: at any time while the version is undecided, and shortly after it where it
 * decided the version and nothing was made of it. Verdict and approval stay on record, marked as withdrawn.
 */
export async function withdrawReview({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ReviewParams>
}): Promise<ReviewWithdrawn> {
  requireCapability(ctx, 'review.submit')
  const { versionId } = parseInput(ReviewParams, input)
  return inTransaction(ctx, async (tx) => {
    const version = await lock(tx, versionId)
    const mine = await tx.review.findFirst({
      where: { versionId, reviewerId: personOf(ctx.actor), ...STANDING },
      select: { id: true, verdict: true, createdAt: true },
    })
    if (mine === null) throw precondition(NONE)
    const can = await withdrawalOf(tx, version, mine)
    if (!can.allowed) throw precondition(can.reason)
    await reopen(tx, version)
    const approval = await tx.approval.findFirst({ where: { versionId, ...STANDING }, select: { id: true } })
    await tx.withdrawal.create({
      data: { reviewId: mine.id, approvalId: approval?.id ?? null },
      select: { id: true },
    })
    if (version.status === 'changes-requested') await tellMakers(tx, ctx.actor, version)
    await recordAudit(tx, ctx.actor, {
      verb: 'review.withdraw',
      entity: 'version',
      entityId: versionId,
      detail: { verdict: mine.verdict, contentHash: version.contentHash, from: version.status },
    })
    return { reviewId: mine.id, versionId, status: 'in-review' }
  })
}

/** Whether a standing verdict can be taken back now. The page and the verb ask the same function. */
export async function withdrawalOf(
  tx: Tx,
  version: { id: string; status: VersionStatus },
  mine: { createdAt: Date } | undefined,
): Promise<ReviewItem['withdraw']> {
  if (mine === undefined) return unless(NONE)
  const reason = withdrawalObjection({
    status: version.status,
    ageS: ((await databaseNow(tx)).getTime() - mine.createdAt.getTime()) / 1000,
    built: await builtOn(tx, version.id),
  })
  return unless(reason)
}

/** What was made of a version since it was decided. */
async function builtOn(tx: Tx, versionId: string): Promise<string | null> {
  if ((await tx.packEntry.count({ where: { versionId } })) > 0) return 'a pack contains it'
  if ((await tx.revision.count({ where: { versionId } })) > 0) return 'its next version is being made'
  if ((await tx.version.count({ where: { parentId: versionId } })) > 0) return 'there is a next version'
  return null
}

/** Exclusive, over environment and version: nobody packs it or edits over it before this is decided. */
async function lock(tx: Tx, versionId: string) {
  await tx.$queryRaw`
    select 1 as one from environment e join version v on v."environmentId" = e.id where v.id = ${versionId}::uuid
    for update`
  const version = await tx.version.findUnique({
    where: { id: versionId },
    select: {
      id: true,
      status: true,
      contentHash: true,
      title: true,
      number: true,
      authorId: true,
      editorId: true,
      environment: { select: { slug: true } },
    },
  })
  if (version === null) throw notFound('version', versionId)
  return version
}
type Locked = Awaited<ReturnType<typeof lock>>

async function reopen(tx: Tx, { id, status, contentHash }: Locked): Promise<void> {
  if (status === 'in-review') return
  if (!(await transitionVersion(tx, id, status, 'in-review', { contentHash })))
    throw conflict('Somebody else moved this version just now. Reload the page.')
}

/** Whoever was told that their work comes back is told that it does not. */
async function tellMakers(tx: Tx, actor: Actor, version: Locked): Promise<void> {
  const who = actor.kind === 'system' ? 'A reviewer' : actor.name
  await tell(tx, [version.authorId, version.editorId], {
    kind: 'verdict-withdrawn',
    text: `${who} took back the request for changes to ${version.title} v${version.number}. It is in review again.`,
    href: `/environments/${version.environment.slug}?version=${version.number}&tab=reviews`,
  })
}
