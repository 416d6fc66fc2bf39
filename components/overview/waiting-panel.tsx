import Link from 'next/link'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { Time } from '#components/patterns/time.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ReviewQueue } from '#lib/contracts/reviews.ts'

/** The head of the reader's own queue: what only they, now, can move on. */
export function WaitingPanel({ queue }: { queue: ReviewQueue }) {
  const items = queue.items.filter((item) => item.can.allowed)
  const first = items[0]
  return (
    <Panel
      title="Waiting for you"
      note={queue.mine > items.length ? `${items.length} of ${queue.mine}, oldest first` : undefined}
      flush
      actions={first ? <ButtonLink href={`/review/${first.versionId}`}>Review the next</ButtonLink> : null}
    >
      {first ? (
        <ul className="divide-y divide-line">
          {items.map((item) => (
            <li
              key={item.versionId}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5"
            >
              <Link
                href={`/review/${item.versionId}`}
                data-row-link
                className="min-w-0 truncate font-medium hover:underline"
              >
                {item.title}
              </Link>
              <span className="flex items-center gap-3 text-xs text-muted">
                <span>{item.modality}</span>
                <MetricName metric={item.metric} direction={item.direction} />
                {item.submittedAt ? <Time iso={item.submittedAt} /> : null}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="p-3 text-muted">
          {queue.waiting === 0
            ? 'Nothing waits for review.'
            : 'Everything in review waits for somebody else: you wrote it, or your verdict is in.'}
        </p>
      )}
    </Panel>
  )
}
