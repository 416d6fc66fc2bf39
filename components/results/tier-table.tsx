import { PlainTable } from '#components/patterns/plain-table.tsx'
import { attemptWords } from '#components/results/prepare-strip.ts'
import type { SystemResults } from '#lib/contracts/results.ts'

/** The strips in words: a row for each competition, a column for each system, its seeds in order. */
export function TierTable({ caption, rows }: { caption: string; rows: readonly SystemResults[] }) {
  const competitions = rows[0]?.cells.map(({ competition }) => competition) ?? []
  return (
    <PlainTable
      caption={caption}
      columns={[{ title: 'Competition' }, ...rows.map(({ system }) => ({ title: system.name }))]}
      rows={competitions.map((competition, index) => ({
        id: competition,
        cells: [
          competition,
          ...rows.map(({ cells }) => cells[index]?.attempts.map(attemptWords).join(', ') || 'no attempt'),
        ],
      }))}
    />
  )
}
