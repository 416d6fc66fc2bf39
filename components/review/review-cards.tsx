import { Time } from '#components/patterns/time.tsx'
import { CRITERION_WORDS, MARK_WORDS } from '#components/review/criteria.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { ReviewView } from '#lib/contracts/review-view.ts'

const TONE = { good: 'ok', minor: 'warn', bad: 'bad', 'not-checked': 'idle' } as const

/** Cast reviews: who, verdict, marks with evidence, note. */
export function ReviewCards({ reviews }: { reviews: readonly ReviewView[] }) {
  if (reviews.length === 0) return <p className="text-muted">No review yet.</p>
  return (
    <ul className="flex flex-col gap-3">
      {reviews.map((review) => (
        <li key={review.id} className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-center gap-2">
            <strong>{review.reviewerName}</strong>
            <Badge tone={review.verdict === 'approve' ? 'ok' : 'warn'}>
              {review.verdict === 'approve' ? 'approved' : 'changes requested'}
            </Badge>
            <span className="text-xs text-muted">
              <Time iso={review.createdAt} />
            </span>
            {review.withdrawnAt === null ? null : (
              <span className="text-xs text-muted">
                withdrawn <Time iso={review.withdrawnAt} />
              </span>
            )}
          </div>
          {review.note === '' ? null : (
            <p className="[overflow-wrap:anywhere] whitespace-pre-line">{review.note}</p>
          )}
          <ul className="flex flex-col gap-1">
            {review.criteria
              .filter((one) => one.mark !== 'not-checked')
              .map((one) => (
                <li key={one.criterion} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
                  <Badge tone={TONE[one.mark]}>
                    {CRITERION_WORDS[one.criterion].title} {MARK_WORDS[one.mark]}
                  </Badge>
                  {one.evidence === '' ? null : (
                    <span className="min-w-0 text-xs [overflow-wrap:anywhere] whitespace-pre-line">
                      {one.evidence}
                    </span>
                  )}
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
