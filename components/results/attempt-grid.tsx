'use client'

import { clsx } from 'clsx'
import { useState } from 'react'
import { formatScore } from '#components/patterns/format.ts'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import { type Adjudicate, AdjudicateDialog } from '#components/results/adjudicate-dialog.tsx'
import { attemptWords } from '#components/results/prepare-strip.ts'
import type { Attempt, Competition, CompetitionCells } from '#lib/contracts/results.ts'

type AttemptGridProps = {
  systemId: string
  competitions: readonly Competition[]
  cells: readonly CompetitionCells[]
  /** null: this reader does not decide. */
  adjudicate: Adjudicate | null
  /** MLE-Dojo shows ranks, not tiers. */
  showRank: boolean
}
type Chosen = { competition: string; attempt: Attempt }

/** Every attempt: a row for each competition, a column for each seed. A click on one decides about it. */
export function AttemptGrid({ systemId, competitions, cells, adjudicate, showRank }: AttemptGridProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const seeds = Math.max(0, ...cells.map(({ attempts }) => attempts.length))
  const columns = Array.from({ length: seeds }, (_, seed) => seed)
  const known = new Map(competitions.map((one) => [one.id, one]))
  return (
    <>
      <ScrollRegion label="Attempts by competition and seed">
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">Attempts by competition and seed</caption>
          <thead>
            <tr className="border-b border-line text-xs text-muted">
              <th scope="col" className="h-8 px-3 font-medium">
                Competition
              </th>
              {columns.map((seed) => (
                <th key={seed} scope="col" className="h-8 px-3 font-medium whitespace-nowrap">
                  Seed {seed + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map(({ competition, attempts }) => (
              <tr key={competition} className="border-t border-line first:border-t-0">
                <th scope="row" className="min-w-44 px-3 py-1 text-sm font-normal">
                  {competition}
                  <MetricLine competition={known.get(competition)} />
                  {known.get(competition)?.knownIssue ? (
                    <span className="block text-xs text-warn-text">
                      known defect: {known.get(competition)?.knownIssue}
                    </span>
                  ) : null}
                </th>
                {columns.map((seed) => (
                  <td key={seed} className="px-2 py-1">
                    <AttemptCell
                      competition={competition}
                      attempt={attempts[seed]}
                      showRank={showRank}
                      onChoose={adjudicate === null ? null : setChosen}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {chosen && adjudicate ? (
        <AdjudicateDialog
          systemId={systemId}
          {...chosen}
          adjudicate={adjudicate}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </>
  )
}

const arrowOf = (lowerIsBetter: boolean | null): string =>
  lowerIsBetter === null ? '' : lowerIsBetter ? '↓' : '↑'

function MetricLine({ competition }: { competition: Competition | undefined }) {
  if (!competition?.metric) return null
  return (
    <span className="block text-xs text-muted">
      {competition.metric} {arrowOf(competition.lowerIsBetter)}
    </span>
  )
}

type AttemptCellProps = {
  competition: string
  attempt: Attempt | undefined
  showRank: boolean
  onChoose: ((chosen: Chosen) => void) | null
}

function AttemptCell({ competition, attempt, showRank, onChoose }: AttemptCellProps) {
  if (attempt === undefined) return <span className="px-1 text-muted">–</span>
  const content = (
    <>
      {showRank && attempt.counted !== null ? null : <Letter attempt={attempt} />}
      <span className="num text-xs">
        {showRank ? `${(attempt.humanRank ?? 0).toFixed(1)} %` : formatScore(attempt.score)}
      </span>
      {attempt.ruling && attempt.ruling.decision !== 'included' ? (
        <span className="text-xs text-info-text">{attempt.ruling.decision}</span>
      ) : null}
    </>
  )
  const words = `${competition}, seed ${attempt.seed}: ${attemptWords(attempt)}`
  if (onChoose === null)
    return (
      <span title={words} className="inline-flex min-h-6 items-center gap-1.5 px-1">
        {content}
      </span>
    )
  return (
    <button
      type="button"
      title={`${attempt.report}. Decide what it counts as.`}
      onClick={() => onChoose({ competition, attempt })}
      className="inline-flex min-h-6 items-center gap-1.5 rounded-sm px-1 whitespace-nowrap hover:bg-sunken"
    >
      <span className="sr-only">{`${words}. Decide what it counts as. `}</span>
      {content}
    </button>
  )
}

function Letter({ attempt: { counted } }: { attempt: Attempt }) {
  const look = counted === null ? null : TIER_LOOKS[counted]
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-sm font-mono text-xs font-semibold',
        look?.className ?? 'border border-edge text-muted',
      )}
    >
      {look?.letter ?? 'x'}
    </span>
  )
}
