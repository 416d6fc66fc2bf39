import { Details } from '#components/charts/chart-figure.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ResultsBoard } from '#lib/contracts/results.ts'

const COLUMNS = [
  { title: 'Mark' },
  { title: 'System' },
  { title: 'Any medal, %', numeric: true },
  { title: 'Models or method' },
  { title: 'Hours', numeric: true },
  { title: 'Date' },
  { title: 'Notes' },
]
const SOURCES = { paper: 'SandMLE paper', leaderboard: 'MLE-bench leaderboard' }

/** Figures that others reported, each marked; none of them enters a mean of ours. */
export function ReferenceTable({ board }: { board: ResultsBoard }) {
  const rowsOf = (source: 'paper' | 'leaderboard') =>
    board.reference
      .filter((row) => row.source === source)
      .map((row, index) => ({
        id: `${source}-${index}`,
        cells: [
          <Badge key="source">reported</Badge>,
          <span key="name" className="whitespace-nowrap">
            {row.name}
          </span>,
          `${row.mean.toFixed(1)}${row.sem === null ? '' : ` ± ${row.sem.toFixed(1)}`}`,
          row.detail,
          row.hours ?? '–',
          <span key="date" className="whitespace-nowrap">
            {row.date ?? '–'}
          </span>,
          <ReferenceNotes key="notes" row={row} />,
        ],
      }))
  return (
    <Panel title="Reported by others" note="22 lite tasks, any medal; never part of a computed mean" flush>
      <PlainTable caption={SOURCES.paper} columns={COLUMNS} rows={rowsOf('paper')} />
      <p className="border-t border-line px-3 py-2 text-xs text-muted">{board.sources.paper}</p>
      <div className="border-t border-line px-3 pb-3">
        <Details summary={`Public leaderboard, ${rowsOf('leaderboard').length} rows`}>
          <PlainTable caption={SOURCES.leaderboard} columns={COLUMNS} rows={rowsOf('leaderboard')} />
          <p className="border-t border-line px-3 py-2 text-xs text-muted">{board.sources.leaderboard}</p>
        </Details>
      </div>
    </Panel>
  )
}

function ReferenceNotes({ row }: { row: ResultsBoard['reference'][number] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {row.derived ? <Badge title="Worked out from ratios that the paper states.">derived</Badge> : null}
      {row.leakageNoted ? <Badge tone="bad">leak noted</Badge> : null}
      {row.paddedSeeds ? <Badge tone="warn">padded seeds</Badge> : null}
    </span>
  )
}
