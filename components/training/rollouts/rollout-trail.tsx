import Link from 'next/link'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { certificateHref, evaluatorHref, reviewHref } from '#components/training/rollouts/rollout-url.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { RolloutDetail } from '#lib/contracts/rollouts.ts'

/** From the reward to the people: evaluator, certificate, and who approved the version. */
export function RolloutTrailView({ rollout: { version, trail } }: { rollout: RolloutDetail }) {
  if (version === null || trail === null)
    return (
      <p className="text-muted">
        No version of this name is in the run's pack, and the trainer sent no content hash that is known here:
        the way ends at the name.
      </p>
    )
  const { certificate, gateSet, approval } = trail
  return (
    <Facts
      rows={[
        ['Version', <VersionBadge key="status" status={trail.status} />],
        ['Content', <CopyHash key="hash" hash={trail.contentHash} />],
        [
          'Evaluator',
          <Link key="evaluator" href={evaluatorHref(version)} className="link">
            evaluator.py
          </Link>,
        ],
        [
          'Certificate',
          <Link key="certificate" href={certificateHref(version)} className="link">
            {certificate === 'none' ? 'none passed' : `${certificate} passed`} under gate set {gateSet}
          </Link>,
        ],
        [
          'Review',
          <span key="review" className="flex flex-wrap items-center gap-x-2">
            <Link href={reviewHref(version)} className="link">
              {approval === null ? 'not approved' : `approved by ${approval.reviewers.join(', ')}`}
            </Link>
            {approval === null ? null : <Time iso={approval.at} />}
            {approval?.stale ? <Badge tone="warn">stale</Badge> : null}
          </span>,
        ],
      ]}
    />
  )
}
