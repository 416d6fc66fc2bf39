import { Details } from '#components/charts/chart-figure.tsx'
import { BoardControls } from '#components/results/board-controls.tsx'
import { ComparisonPanel } from '#components/results/comparison-panel.tsx'
import { ReferenceTable } from '#components/results/reference-table.tsx'
import { bestSentence, boardSentence } from '#components/results/results-summary.ts'
import { sectionsOf } from '#components/results/sections.ts'
import { StripLegend } from '#components/results/strip.tsx'
import { SystemTable } from '#components/results/system-table.tsx'
import { TierTable } from '#components/results/tier-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ResultsBoard } from '#lib/contracts/results.ts'
import { hasTiers } from '#lib/domain/results.ts'

type BoardProps = {
  board: ResultsBoard
  mix: boolean
  defects: number
  hrefOf: (id: string) => string
  advised: ReadonlySet<string>
}

/** Systems by feedback contract, with the switches above and the comparison below. */
export function Board({ board, mix, defects, hrefOf, advised }: BoardProps) {
  const { systems, measure, benchmark } = board
  const withStrip = hasTiers(benchmark)
  return (
    <>
      <BoardControls defects={defects} packs={board.packs} pack={board.pack} />
      <p className="text-muted">{boardSentence(board)}</p>
      {withStrip ? <StripLegend of="systems" /> : null}
      {sectionsOf(systems, mix).map((section) => (
        <Panel key={section.id} id={`contract-${section.id}`} title={section.title} flush>
          <p className="border-b border-line px-3 py-2 text-xs text-muted">
            <span className={mix || section.id === 'held-out-score' ? 'text-warn-text' : undefined}>
              {section.note}
            </span>{' '}
            {bestSentence(section.rows, measure)}
          </p>
          <SystemTable
            caption={section.title}
            rows={section.rows}
            measure={measure}
            withStrip={withStrip}
            hrefOf={hrefOf}
            advised={advised}
          />
          <div className="border-t border-line px-3 pb-3">
            <Details summary="Every attempt as a table">
              <TierTable
                caption={`Attempts by competition: ${section.title}`}
                rows={section.rows}
                show={withStrip ? 'tier' : 'rank'}
              />
            </Details>
          </div>
        </Panel>
      ))}
      {systems.length > 1 ? <ComparisonPanel board={board} /> : null}
      {board.reference.length > 0 ? <ReferenceTable board={board} /> : null}
    </>
  )
}
