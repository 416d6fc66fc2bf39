'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import { useAction } from '#components/data/use-action.ts'
import { draftOf } from '#components/review/draft.ts'
import { KeysWait } from '#components/review/keys-wait.tsx'
import { rememberVerdict, returnTo, useReturning } from '#components/review/last-verdict.ts'
import { ReviewCards } from '#components/review/review-cards.tsx'
import type { Withdraw } from '#components/review/undo-verdict.tsx'
import { useDraft } from '#components/review/use-draft.ts'
import { Button } from '#components/ui/button.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import type { ReviewView } from '#lib/contracts/review-view.ts'
import { REVIEWS, type ReviewItem } from '#lib/contracts/reviews.ts'

type OwnVerdictProps = { mine: ReviewView; review: ReviewItem; withdraw: Withdraw }

const IN = 'your verdict on this version is in.'
const TAKEN_BACK = 'your verdict is being taken back. Press it again once the form is there.'

/** The reader's verdict, and the way to take it back while there is one; its marks and note become a draft again. */
export function OwnVerdict({ mine, review, withdraw }: OwnVerdictProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const { versionId, contentHash } = review.item
  const { save } = useDraft(versionId, contentHash)
  const { run, pending, result } = useAction(withdraw, () => {
    save(draftOf(mine))
    rememberVerdict(null)
    returnTo(versionId)
    void queries.invalidateQueries({ queryKey: keyOf(REVIEWS.queue) })
    router.refresh()
  })
  // Until the form is back, this card shows a verdict that is not in any more.
  const isLeaving = useReturning() === versionId || pending
  return (
    <div className="flex flex-col gap-3">
      <ReviewCards reviews={[mine]} />
      <ActionError result={result} />
      <KeysWait why={isLeaving ? TAKEN_BACK : IN} />
      {review.withdraw.allowed ? (
        <div>
          <Button disabled={isLeaving} onClick={() => run({ versionId })}>
            Withdraw my verdict
          </Button>
        </div>
      ) : (
        <p className="text-xs text-muted">{review.withdraw.reason}</p>
      )}
    </div>
  )
}
