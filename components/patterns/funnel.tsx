import { clsx } from 'clsx'
import Link from 'next/link'
import { CANDIDATE_LOOKS } from '#components/patterns/status-badge.tsx'
import { CANDIDATE_STATUSES, type CandidateStatus, type Funnel as Counts } from '#lib/domain/run.ts'

const FILLS: Record<CandidateStatus, string> = {
  queued: 'bg-line',
  running: 'bg-info',
  held: 'bg-warn',
  verified: 'bg-ok',
  duplicate: 'bg-edge',
  rejected: 'bg-warn',
  error: 'bg-bad',
  cancelled: 'bg-line',
}

/** The candidates of a run by state. The counts add up to all candidates at every moment. */
export function Funnel({ counts, hrefOf }: { counts: Counts; hrefOf?: (status: CandidateStatus) => string }) {
  const total = CANDIDATE_STATUSES.reduce((sum, status) => sum + counts[status], 0)
  return (
    <div>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm bg-sunken">
        {CANDIDATE_STATUSES.filter((status) => counts[status] > 0).map((status) => (
          <span key={status} className={clsx(FILLS[status])} style={{ flexGrow: counts[status] }} />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1" aria-label="Candidates by state">
        <li className="num">
          <strong>{total}</strong> {total === 1 ? 'candidate' : 'candidates'}
        </li>
        {CANDIDATE_STATUSES.map((status) => {
          const { icon: Icon, label } = CANDIDATE_LOOKS[status]
          const words = (
            <>
              <Icon size={12} aria-hidden />
              <span data-count={status}>{counts[status]}</span> {label}
            </>
          )
          const look = clsx(
            'num inline-flex min-h-6 items-center gap-1',
            counts[status] === 0 && 'text-muted',
          )
          return (
            <li key={status}>
              {hrefOf && counts[status] > 0 ? (
                <Link href={hrefOf(status)} scroll={false} className={clsx(look, 'hover:underline')}>
                  {words}
                </Link>
              ) : (
                <span className={look}>{words}</span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The same counts in one line, for a row of a list. */
export function FunnelBar({ counts }: { counts: Counts }) {
  const ended = counts.verified + counts.duplicate + counts.rejected + counts.error + counts.cancelled
  const total = CANDIDATE_STATUSES.reduce((sum, status) => sum + counts[status], 0)
  const words = CANDIDATE_STATUSES.filter((status) => counts[status] > 0).map(
    (status) => `${counts[status]} ${status}`,
  )
  return (
    <span className="flex items-center gap-2" title={words.join(', ')}>
      <span aria-hidden className="flex h-2 w-24 gap-px overflow-hidden rounded-sm bg-sunken">
        {CANDIDATE_STATUSES.filter((status) => counts[status] > 0).map((status) => (
          <span key={status} className={FILLS[status]} style={{ flexGrow: counts[status] }} />
        ))}
      </span>
      <span className="num">
        {ended}/{total}
      </span>
      <span className="sr-only">{words.join(', ')}</span>
    </span>
  )
}
