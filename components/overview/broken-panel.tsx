import Link from 'next/link'
import { Time } from '#components/patterns/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Overview } from '#lib/contracts/overview.ts'

type Broken = Overview['broken'][number]

/** Where the reader sees what broke and can act on it; a candidate's run opens on its errors. */
function hrefOf({ kind, id, runId }: Broken): string {
  switch (kind) {
    case 'run':
      return `/runs/${id}`
    case 'candidate':
      return runId === null ? '/runs' : `/runs/${runId}?outcome=error`
    case 'pack':
      return `/packs/${id}`
    case 'upload':
      return '/seeds'
  }
}

/** What failed in the last seven days, with its reason; nothing is hidden because it is old news. */
export function BrokenPanel({ broken }: { broken: readonly Broken[] }) {
  return (
    <Panel title="What broke" note="last 7 days" flush>
      {broken.length === 0 ? (
        <p className="p-3 text-muted">Nothing broke.</p>
      ) : (
        <ul className="divide-y divide-line">
          {broken.map((one) => (
            <li key={`${one.kind}-${one.id}-${one.at}`} className="px-3 py-1.5">
              <div className="flex flex-wrap items-center gap-x-2">
                <Badge tone="bad">{one.kind}</Badge>
                <Link href={hrefOf(one)} data-row-link className="font-medium hover:underline">
                  {one.title}
                </Link>
                <span className="text-xs text-muted">
                  <Time iso={one.at} />
                </span>
              </div>
              <p className="text-xs text-muted [overflow-wrap:anywhere]">{one.message}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
