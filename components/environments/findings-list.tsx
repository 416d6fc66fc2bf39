import { clsx } from 'clsx'
import Link from 'next/link'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { Badge } from '#components/ui/badge.tsx'
import type { FindingView } from '#lib/contracts/environments.ts'

const TONE = { error: 'bad', warning: 'warn', info: 'info' } as const

type FindingsListProps = {
  findings: readonly FindingView[]
  slug: string
  version: number
  current: string | null
}

/** Findings with the line they point to. */
export function FindingsList({ findings, slug, version, current }: FindingsListProps) {
  if (findings.length === 0) return <p className="text-muted">The gates found nothing to point at.</p>
  return (
    <ol className="flex flex-col gap-1.5">
      {findings.map((finding) => (
        <li
          key={finding.id}
          id={`finding-${finding.id}`}
          aria-current={finding.id === current ? 'true' : undefined}
          className={clsx('rounded-md p-1.5', finding.id === current && 'bg-sand-soft')}
        >
          <div className="flex flex-wrap items-center gap-1.5">
            <Badge tone={TONE[finding.severity]}>{finding.severity}</Badge>
            <code className="text-muted">
              {finding.gate} / {finding.check}
            </code>
          </div>
          <p className="[overflow-wrap:anywhere]">{finding.message}</p>
          {finding.file ? (
            <Link
              className="link font-mono text-xs [overflow-wrap:anywhere]"
              href={environmentHref(slug, version, { tab: 'files', file: finding.file, line: finding.line })}
            >
              {finding.file}
              {finding.line === null ? '' : `:${finding.line}`}
              {finding.column === null ? '' : ` ${finding.column}`}
            </Link>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
