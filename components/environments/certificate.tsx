import { clsx } from 'clsx'
import { Check, CircleHelp, Minus, TriangleAlert, X } from 'lucide-react'
import Link from 'next/link'
import type { CertificateView, GateView } from '#lib/contracts/environments.ts'

type Verdict = GateView['verdict']

export const VERDICTS: Record<Verdict, { icon: typeof Check; className: string; words: string }> = {
  passed: { icon: Check, className: 'border-ok bg-ok-soft text-ok-text', words: 'passed' },
  failed: { icon: X, className: 'border-bad bg-bad-soft text-bad-text', words: 'failed' },
  'not-comparable': {
    icon: CircleHelp,
    className: 'border-info bg-info-soft text-info-text',
    words: 'not comparable',
  },
  'judge-error': {
    icon: TriangleAlert,
    className: 'border-edge bg-warn-soft text-warn-text',
    words: 'judge error',
  },
  'not-in-set': {
    icon: Minus,
    className: 'border-line border-dashed bg-transparent text-muted',
    words: 'not in set',
  },
  'not-run': { icon: Minus, className: 'border-edge bg-transparent text-muted', words: 'not run' },
}

/** Squares, one a gate; each leads to its evidence. */
export function CertificateSquares({
  certificate,
  hrefOf,
  current,
  compact = false,
}: {
  certificate: CertificateView
  hrefOf: (gate: string) => string
  current?: string | null
  /** Three in a row, for a narrow pane. */
  compact?: boolean
}) {
  return (
    // By the room that there is, so that the longest word of a title fits its square.
    <div className="@container">
      <ol
        className={clsx(
          'grid grid-cols-3 gap-1.5',
          compact || '@min-[25rem]:grid-cols-4 @min-[37rem]:grid-cols-6 @min-[77rem]:grid-cols-13',
        )}
        aria-label={`Gates under gate set ${certificate.gateSet}`}
      >
        {certificate.gates.map((gate) => {
          const { icon: Icon, className, words } = VERDICTS[gate.verdict]
          return (
            <li key={gate.gate}>
              <Link
                href={hrefOf(gate.gate)}
                scroll={false}
                aria-current={current === gate.gate ? 'true' : undefined}
                title={`${gate.title}: ${words}`}
                className={clsx(
                  'flex h-16 flex-col justify-between rounded-md border p-1.5 text-xs leading-tight hover:brightness-105 aria-[current]:ring-2 aria-[current]:ring-focus',
                  className,
                )}
              >
                <span className="flex items-center justify-between">
                  <span className="num">{gate.number}</span>
                  <Icon size={14} aria-hidden />
                </span>
                <span lang="en" className="line-clamp-2 break-words hyphens-auto">
                  {gate.title}
                </span>
                <span className="sr-only">{words}</span>
              </Link>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
