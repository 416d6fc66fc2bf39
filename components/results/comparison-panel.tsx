import { ComparisonChoice } from '#components/results/comparison.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ResultsBoard } from '#lib/contracts/results.ts'
import { MEASURE_TITLES } from '#lib/domain/results.ts'

const signed = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)}`

/** The difference between two systems with its interval; says when they cannot be told apart. */
export function ComparisonPanel({ board }: { board: ResultsBoard }) {
  const names = board.systems.map(({ system }) => ({ id: system.id, name: system.name }))
  return (
    <Panel title="Compare two systems" note="paired bootstrap over competitions and seeds">
      <div className="flex flex-col gap-3">
        <ComparisonChoice systems={names} />
        <Answer board={board} nameOf={(id) => names.find((one) => one.id === id)?.name ?? id} />
      </div>
    </Panel>
  )
}

function Answer({ board, nameOf }: { board: ResultsBoard; nameOf: (id: string) => string }) {
  const { comparison, measure } = board
  if (comparison === null)
    return <p className="text-muted">Choose two different systems to see whether their difference is real.</p>
  const contracts = board.systems
    .filter(({ system }) => system.id === comparison.first || system.id === comparison.second)
    .map(({ system }) => system.feedback)
  const [first, second] = [nameOf(comparison.first), nameOf(comparison.second)]
  const { result } = comparison
  if (result === null)
    return (
      <p className="text-muted">
        {first} and {second} have no competition in common.
      </p>
    )
  return (
    <div role="status" className="flex flex-col gap-1">
      <p>
        {first} − {second}, {MEASURE_TITLES[measure].toLowerCase()}:{' '}
        <strong className="num">{signed(result.difference)} points</strong>{' '}
        <span className="num">
          (95 % from {signed(result.low)} to {signed(result.high)})
        </span>{' '}
        {result.separable ? <Badge tone="ok">separable</Badge> : <Badge tone="warn">not separable</Badge>}
      </p>
      <p className="text-xs text-muted">
        {result.separable
          ? 'The interval does not contain 0.'
          : 'The interval contains 0: these results do not show which one is better.'}{' '}
        {result.shared.length} shared competitions, {result.replicates} resamples, over all attempts that
        count.
      </p>
      {new Set(contracts).size > 1 ? (
        <p className="text-xs text-warn-text">
          They worked under different feedback contracts: the difference may be that of the contracts.
        </p>
      ) : null}
    </div>
  )
}
