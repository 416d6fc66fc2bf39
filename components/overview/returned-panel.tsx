import Link from 'next/link'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Overview } from '#lib/contracts/overview.ts'

type Returned = Overview['returned'][number]

/** What only its maker can move on: edit what was sent back, submit what passed. */
export function ReturnedPanel({ returned }: { returned: readonly Returned[] }) {
  if (returned.length === 0) return null
  return (
    <Panel title="Back to you" note={returned.length} flush>
      <ul className="divide-y divide-line">
        {returned.map((one) => (
          <li
            key={one.versionId}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2"
          >
            <div className="min-w-0 flex-1 basis-64">
              <div className="flex flex-wrap items-center gap-x-2">
                <Link
                  href={environmentHref(one.slug, one.version)}
                  data-row-link
                  className="font-medium hover:underline"
                >
                  {one.title}
                </Link>
                <span className="num text-xs text-muted">v{one.version}</span>
                <VersionBadge status={one.status} />
                <span className="text-xs text-muted">
                  <Time iso={one.at} />
                </span>
              </div>
              {one.message === '' ? null : (
                <p className="text-muted [overflow-wrap:anywhere] whitespace-pre-line">{one.message}</p>
              )}
            </div>
            {one.status === 'verified' ? (
              <ButtonLink href={environmentHref(one.slug, one.version)}>Open to submit</ButtonLink>
            ) : (
              <ButtonLink href={`/environments/${one.slug}/edit?version=${one.version}`}>Edit</ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
