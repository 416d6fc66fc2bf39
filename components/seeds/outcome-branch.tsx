import Link from 'next/link'
import { formatCount } from '#components/patterns/format.ts'
import { CandidateBadge, VersionBadge } from '#components/patterns/status-badge.tsx'
import { Branch } from '#components/seeds/lineage-branch.tsx'
import { spentWords } from '#components/seeds/lineage-words.ts'
import type { LineageCandidate, LineageOutcome } from '#lib/contracts/lineage.ts'
import { candidateHref, candidateNumber } from '#lib/domain/candidate-number.ts'

type Grown = NonNullable<LineageCandidate['environment']>

/** The version that a candidate became, and what people made of it since. */
function Environment({ slug, title, number, status, fidelity, later }: Grown) {
  return (
    <>
      <Link
        href={`/environments/${slug}?version=${number}`}
        className="link min-w-0 [overflow-wrap:anywhere]"
      >
        {title}
      </Link>
      <span className="num text-xs text-muted">v{number}</span>
      <VersionBadge status={status} />
      {fidelity === null ? null : (
        <span className="num text-xs text-muted">fidelity {fidelity.toFixed(2)}</span>
      )}
      {later.map((version) => (
        <span key={version.number} className="inline-flex items-center gap-1.5">
          <span aria-hidden className="text-muted">
            →
          </span>
          <Link href={`/environments/${slug}?version=${version.number}`} className="link num text-xs">
            v{version.number}
          </Link>
          <VersionBadge status={version.status} />
        </span>
      ))}
    </>
  )
}

function Candidate({ candidate, runId }: { candidate: LineageCandidate; runId: string }) {
  const { ordinal, reasonCode, environment } = candidate
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-0.5 px-1 py-0.5">
      <Link href={candidateHref(runId, ordinal)} className="link num whitespace-nowrap">
        candidate {candidateNumber(ordinal)}
      </Link>
      {environment === null ? null : <Environment {...environment} />}
      {reasonCode === null ? null : <code className="text-xs">{reasonCode}</code>}
      <span className="num text-xs text-muted">{spentWords(candidate)}</span>
    </li>
  )
}

/** The candidates of a run that ended in one way; of many the first, and where the others are. */
export function OutcomeBranch({ outcome, runId }: { outcome: LineageOutcome; runId: string }) {
  const { status, count, candidates } = outcome
  const more = count - candidates.length
  return (
    <Branch
      isOpen={status === 'verified'}
      head={
        <>
          <span className="num">{formatCount(count)}</span>
          <CandidateBadge status={status} />
        </>
      }
      note={spentWords(outcome)}
    >
      <ul aria-label={`Candidates that are ${status}`}>
        {candidates.map((candidate) => (
          <Candidate key={candidate.id} candidate={candidate} runId={runId} />
        ))}
        {more > 0 ? (
          <li className="flex min-h-7 items-center px-1 text-xs">
            <Link href={`/runs/${runId}?outcome=${status}`} className="link">
              {formatCount(more)} more in the run
            </Link>
          </li>
        ) : null}
      </ul>
    </Branch>
  )
}
