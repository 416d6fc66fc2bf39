import { Info, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { Time } from '#components/patterns/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import type { AdvisoryView } from '#lib/contracts/advisories.ts'

const TONES = { notice: 'info', defect: 'warn', leak: 'bad' } as const
const GROUNDS = {
  info: 'border-info bg-info-soft',
  warn: 'border-warn bg-warn-soft',
  bad: 'border-bad bg-bad-soft',
} as const
const RANK = ['notice', 'defect', 'leak'] as const

/** The advisories that concern a page, the gravest ground first; nothing where there are none. */
export function AdvisoryBanner({
  advisories,
  about,
}: {
  advisories: readonly AdvisoryView[]
  /** `this version`, `an environment of this pack`, ... */
  about: string
}) {
  if (advisories.length === 0) return null
  const gravest = advisories.reduce((worst, one) => Math.max(worst, RANK.indexOf(one.severity)), 0)
  const tone = TONES[RANK[gravest] ?? 'notice']
  const Icon = tone === 'info' ? Info : TriangleAlert
  return (
    <section aria-label="Advisories" className={`rounded-md border px-3 py-2 ${GROUNDS[tone]}`}>
      <p className="flex items-center gap-1.5 font-medium">
        <Icon size={16} aria-hidden className="shrink-0" />
        {advisories.length === 1 ? 'An advisory marks' : `${advisories.length} advisories mark`} {about}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {advisories.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <Badge tone={TONES[one.severity]}>{one.severity}</Badge>
            <Link
              href={`/environments/${one.slug}?version=${one.version}`}
              className="link inline-flex min-h-6 items-center"
            >
              {one.title} v{one.version}
            </Link>
            <span className="min-w-0 [overflow-wrap:anywhere]">{one.reason}</span>
            <span className="text-xs">
              {one.createdByName}, <Time iso={one.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
