import { CopyHash } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { Time } from '#components/patterns/time.tsx'
import { ReviewCards } from '#components/review/review-cards.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** Verdicts and the approval: by whom, on which content, under which gate set, and whether it still holds. */
export function ReviewsTab({ detail }: { detail: EnvironmentDetail }) {
  const { approval, reviews } = detail
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title="Approval">
        {approval ? (
          <Facts
            rows={[
              [
                'State',
                approval.stale ? (
                  <Badge key="state" tone="warn">
                    stale
                  </Badge>
                ) : (
                  <Badge key="state" tone="ok">
                    in force
                  </Badge>
                ),
              ],
              ['Content', <CopyHash key="hash" hash={approval.contentHash} />],
              ['Gate set', approval.gateSet],
              ['Reviewers', approval.reviewers.join(', ')],
              ['When', <Time key="at" iso={approval.at} />],
            ]}
          />
        ) : (
          <p className="text-muted">
            Not approved. An approval needs a passed full certificate and a reviewer who is not the author.
          </p>
        )}
      </Panel>
      <Panel title="Reviews">
        {reviews === null ? (
          <p className="text-muted">
            Hidden from you: verdicts stay blind until your own is in, and agents never see them.
          </p>
        ) : (
          <ReviewCards reviews={reviews} />
        )}
      </Panel>
    </div>
  )
}
