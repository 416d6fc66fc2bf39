import { PlainTable } from '#components/patterns/plain-table.tsx'
import { attemptWords } from '#components/results/prepare-strip.ts'
import type { Attempt, SystemResults } from '#lib/contracts/results.ts'

function rankWords({ humanRank, ruling }: Attempt): string {
  const rank = `${(humanRank ?? 0).toFixed(1)} %`
  if (ruling?.decision === 'excluded' || ruling?.decision === 'zeroed')
    return `${ruling.decision} (was ${rank})`
  return rank
}

/** Every attempt in words, tiers or HumanRanks: a row for each competition, a column for each system, its seeds in order. */
export function TierTable({
  caption,
  rows,
  show,
}: {
  caption: string
  rows: readonly SystemResults[]
  show: 'tier' | 'rank'
}) {
  const words = show === 'tier' ? attemptWords : rankWords
  const competitions = [...new Set(rows.flatMap(({ cells }) => cells.map((cell) => cell.competition)))]
  const attemptsOf = ({ cells }: SystemResults, id: string) =>
    cells.find(({ competition }) => competition === id)?.attempts ?? []
  return (
    <PlainTable
      caption={caption}
      columns={[{ title: 'Competition' }, ...rows.map(({ system }) => ({ title: system.name }))]}
      rows={competitions.map((competition) => ({
        id: competition,
        cells: [
          competition,
          ...rows.map((row) => attemptsOf(row, competition).map(words).join(', ') || 'no attempt'),
        ],
      }))}
    />
  )
}
