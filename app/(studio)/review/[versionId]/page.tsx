import type { Metadata } from 'next'
import {
  askModelAction,
  judgeFindingAction,
  submitReviewAction,
  withdrawReviewAction,
} from '#app/(studio)/review/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { CertificateSquares } from '#components/environments/certificate.tsx'
import { VersionChanges } from '#components/environments/version-changes.tsx'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { Time } from '#components/patterns/time.tsx'
import { filesUnderReview } from '#components/review/files-under-review.ts'
import { afterVerdict, neighboursOf } from '#components/review/neighbours.ts'
import { ReviewScreen } from '#components/review/review-screen.tsx'
import { Subject } from '#components/review/subject.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { QueueItem } from '#lib/contracts/reviews.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'

export const metadata: Metadata = { title: 'Review' }

/** A reviewer walks through what waits for them; who may not judge an item walks through all that wait. */
const orderFor = (mayJudge: boolean, items: readonly QueueItem[]): string[] =>
  items.filter((item) => !mayJudge || item.can.allowed).map((item) => item.versionId)

export default async function VerdictPage({ params, searchParams }: PageInput<{ versionId: string }>) {
  if (!(await may('review.read')))
    return (
      <>
        <PageHeader title="Review" />
        <EmptyState kind="forbidden" what="the review queue" needs="review.read" />
      </>
    )
  const { versionId } = await params
  const ctx = await context()
  const review = await orNotFound(getReviewItem({ ctx, input: { versionId } }))
  const { item } = review
  const models = await listModelReviews({ ctx, input: { versionId } })
  const connections = (await may('connection.read'))
    ? (await listConnections({ ctx })).connections.filter(({ status }) => status !== 'disabled')
    : []
  const detail = await getEnvironment({ ctx, input: { id: item.slug, n: item.version } })
  const order = orderFor(item.can.allowed, (await listQueue({ ctx })).items)
  const next = afterVerdict(order, versionId)
  const query = await searchParams
  const path = one(query, 'file')
  const file = path
    ? await orNotFound(getVersionFile({ ctx, input: { id: item.slug, n: item.version, path } }))
    : null
  const diff =
    detail.parentNumber === null
      ? null
      : await diffVersions({ ctx, input: { versionId: item.versionId }, since: 'judged' })
  const entries = filesUnderReview(detail, query)
  const open = entries.findIndex((entry) => entry.path === path)
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Review', href: '/review' }]}
        title={item.title}
        facts={
          <>
            <span className="num">v{item.version}</span>
            <CopyHash hash={item.contentHash} />
            <span>by {item.authorName}</span>
            {item.editor === item.author ? null : <span>edited by {item.editorName}</span>}
            {item.submittedAt ? <Time iso={item.submittedAt} /> : null}
          </>
        }
        actions={
          <ButtonLink href={environmentHref(item.slug, item.version)}>Open the environment</ButtonLink>
        }
      />
      <ReviewScreen
        key={versionId}
        review={review}
        submit={submitReviewAction}
        withdraw={withdrawReviewAction}
        models={{ initial: models, connections, ask: askModelAction, judge: judgeFindingAction }}
        next={next ? `/review/${next}` : '/review'}
        place={neighboursOf(order, versionId)}
        files={{ before: entries[open - 1]?.href ?? null, after: entries[open + 1]?.href ?? null }}
        evidence={
          <Panel title="Certificate" note={`gate set ${review.certificate.gateSet}`}>
            <CertificateSquares
              compact
              certificate={review.certificate}
              hrefOf={(gate) => environmentHref(item.slug, item.version, { tab: 'verification', gate })}
            />
          </Panel>
        }
      >
        {diff === null ? null : (
          <div className="mb-4">
            <VersionChanges diff={diff} slug={item.slug} by={item.editorName} />
          </div>
        )}
        <Subject detail={detail} file={file} entries={entries} />
      </ReviewScreen>
    </>
  )
}
