import { clsx } from 'clsx'
import { Check, X } from 'lucide-react'
import Link from 'next/link'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import type { ModelFindingView, ModelReviewList } from '#lib/contracts/model-reviews.ts'
import type { Judgement } from '#lib/domain/model-review.ts'

type ModelFindingsProps = {
  list: ModelReviewList
  slug: string
  version: number
  /** The one that the keys act on. */
  current: string | null
  pending: boolean
  onJudge: (id: string, verdict: Judgement) => void
}

const lineWords = ({ line, lineTo, column }: ModelFindingView): string =>
  `${line}${lineTo > line ? `-${lineTo}` : ''}${column === null ? '' : ` ${column}`}`

/** Findings of models, each with the text that it quotes: recommendations, which people confirm or refute. */
export function ModelFindings({ list, slug, version, current, pending, onJudge }: ModelFindingsProps) {
  const { findings, can } = list
  if (findings.length === 0) return <p className="text-muted">No model found anything to point at.</p>
  const why = can.judge.allowed ? null : can.judge.reason
  return (
    <ol className="flex flex-col gap-2">
      {findings.map((finding) => (
        <li
          key={finding.id}
          id={`finding-${finding.id}`}
          aria-current={finding.id === current ? 'true' : undefined}
          className={clsx('flex flex-col gap-1 rounded-md p-1.5', finding.id === current && 'bg-sand-soft')}
        >
          <div className="flex flex-wrap items-center gap-1.5">
            <Badge tone="info">{finding.criterion}</Badge>
            <span className="text-muted">recommendation for a human</span>
            {finding.advisory ? <Badge tone="idle">advisory</Badge> : null}
          </div>
          <blockquote className="border-l-2 border-line pl-2 font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap">
            {finding.quote}
          </blockquote>
          <p className="[overflow-wrap:anywhere]">{finding.consequence}</p>
          <p className="[overflow-wrap:anywhere] text-muted">Repair: {finding.repair}</p>
          <Link
            className="link inline-flex min-h-6 items-center font-mono text-xs [overflow-wrap:anywhere]"
            href={environmentHref(slug, version, { tab: 'files', file: finding.file, line: finding.line })}
          >
            {finding.file}:{lineWords(finding)}
          </Link>
          <JudgeButtons finding={finding} why={why} pending={pending} onJudge={onJudge} />
        </li>
      ))}
    </ol>
  )
}

type JudgeButtonsProps = Pick<ModelFindingsProps, 'pending' | 'onJudge'> & {
  finding: ModelFindingView
  why: string | null
}

function JudgeButtons({ finding, why, pending, onJudge }: JudgeButtonsProps) {
  const { id, judgement, quote } = finding
  const named = <span className="sr-only"> the finding on {quote.slice(0, 60)}</span>
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button
        icon={<Check size={14} aria-hidden />}
        aria-pressed={judgement?.verdict === 'confirmed'}
        disabled={pending}
        disabledReason={why}
        onClick={() => onJudge(id, 'confirmed')}
      >
        Confirm{named} <Kbd>y</Kbd>
      </Button>
      <Button
        icon={<X size={14} aria-hidden />}
        aria-pressed={judgement?.verdict === 'refuted'}
        disabled={pending}
        disabledReason={why}
        onClick={() => onJudge(id, 'refuted')}
      >
        Refute{named} <Kbd>u</Kbd>
      </Button>
      {judgement ? (
        <span className="text-xs text-muted">
          {judgement.verdict} by {judgement.byName}
        </span>
      ) : null}
    </div>
  )
}
