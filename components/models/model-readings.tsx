import { formatCount, plural } from '#components/patterns/format.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { ModelReviewView } from '#lib/contracts/model-reviews.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import type { ModelReviewStatus } from '#lib/domain/model-review.ts'

const LOOKS: Record<ModelReviewStatus, { tone: Tone; label: string }> = {
  queued: { tone: 'idle', label: 'queued' },
  running: { tone: 'info', label: 'reading' },
  finished: { tone: 'ok', label: 'read' },
  failed: { tone: 'bad', label: 'failed' },
}

function refusedWords({ refused }: ModelReviewView): string | null {
  const { unanchored, malformed, repeated } = refused
  const parts = [
    unanchored > 0 ? `${unanchored} without a place that holds the quoted text` : null,
    malformed > 0 ? `${malformed} not in the wanted form` : null,
    repeated > 0 ? `${repeated} said before` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : `Refused findings: ${parts.join(', ')}.`
}

/** Which models read the version, at which cost, and what of their findings was refused. */
export function ModelReadings({ reviews }: { reviews: readonly ModelReviewView[] }) {
  return (
    <ul className="flex flex-col gap-1.5 text-xs">
      {reviews.map((review) => (
        <li key={review.id} className="flex flex-col">
          <span className="flex flex-wrap items-center gap-1.5">
            <Badge tone={LOOKS[review.status].tone}>{LOOKS[review.status].label}</Badge>
            <code className="[overflow-wrap:anywhere]">{review.model}</code>
            {review.prompt ? <span className="text-muted">prompt {review.prompt}</span> : null}
          </span>
          <span className="text-muted">
            {formatUsd(review.costMicroUsd)} of {formatUsd(review.capMicroUsd)} USD,{' '}
            {formatCount(review.tokens)} tokens in {plural(review.exchanges.length, 'request')}
          </span>
          {review.error ? (
            <span className="[overflow-wrap:anywhere] text-bad-text">{review.error}</span>
          ) : null}
          {refusedWords(review) ? <span className="text-muted">{refusedWords(review)}</span> : null}
        </li>
      ))}
    </ul>
  )
}
