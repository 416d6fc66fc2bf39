import type { Metadata } from 'next'
import { context, may } from '#app/user.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ReviewQueueView } from '#components/review/review-queue.tsx'
import { listQueue } from '#lib/services/reviews/list-queue.ts'

export const metadata: Metadata = { title: 'Review' }

export default async function ReviewPage() {
  return (
    <>
      <PageHeader
        title="Review"
        facts="Independent verdicts, blind until yours is in. Authors never judge their own work."
      />
      {(await may('review.read')) ? (
        <ReviewQueueView initial={await listQueue({ ctx: await context() })} />
      ) : (
        <EmptyState kind="forbidden" what="the review queue" needs="review.read" />
      )}
    </>
  )
}
