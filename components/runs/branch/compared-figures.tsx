'use client'

import type { ReactNode } from 'react'
import { CsvButton } from '#components/patterns/csv-button.tsx'
import { plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import {
  differenceWords,
  intervalWords,
  type Kind,
  valueWords,
  verdictWords,
} from '#components/runs/branch/compare-words.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { ComparedRun, Difference, Estimate, RunComparison } from '#lib/contracts/compare-runs.ts'
import { COMPARE_FROM } from '#lib/domain/compare-runs.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'

const MEASURES = [
  { id: 'acceptance', title: 'Acceptance: verified of judged', kind: 'share' },
  { id: 'costPerVerified', title: 'Cost of a verified environment', kind: 'usd' },
  { id: 'costPerApproved', title: 'Cost of an approved environment', kind: 'usd' },
  { id: 'minutes', title: 'Minutes of a candidate, median', kind: 'minutes' },
] as const

const stacked = (value: string, note: string): ReactNode => (
  <>
    <div>{value}</div>
    <div className="text-xs font-normal whitespace-normal text-muted">{note}</div>
  </>
)
const estimateCell = (estimate: Estimate | null, kind: Kind) =>
  stacked(valueWords(estimate, kind), intervalWords(estimate, kind, COMPARE_FROM))
const differenceCell = (difference: Difference, kind: Kind) =>
  stacked(differenceWords(difference, kind), verdictWords(difference, kind))

function reviewWords({ reviews }: ComparedRun): string {
  const { cast, measured, medianMinutes } = reviews
  if (cast === 0) return 'no review yet'
  if (medianMinutes === null) return `${plural(cast, 'review')}, no duration measured`
  return `${medianMinutes.toFixed(1)} min, median of ${measured} of ${plural(cast, 'review')}`
}

const plainRows = ({ a, b }: RunComparison): [string, string, string][] => [
  ['Candidates', String(a.candidates), String(b.candidates)],
  ['Judged by gates and duplicate guard', String(a.judged), String(b.judged)],
  ['Verified', String(a.verified), String(b.verified)],
  ['Approved', String(a.approved), String(b.approved)],
  ['Repeats of the other run, not judged', String(a.repeats), String(b.repeats)],
  ['Errors, cancelled, not over', notJudged(a), notJudged(b)],
  ['Spent', `${formatUsd(a.spentMicroUsd)} USD`, `${formatUsd(b.spentMicroUsd)} USD`],
  ['Taken over, paid elsewhere', `${formatUsd(a.reusedMicroUsd)} USD`, `${formatUsd(b.reusedMicroUsd)} USD`],
  ['Reviewer minutes', reviewWords(a), reviewWords(b)],
]
const notJudged = (side: ComparedRun): string => String(side.candidates - side.judged - side.repeats)

/** The table as CSV: values and interval ends as numbers, money in USD. */
function csvOf(comparison: RunComparison) {
  const money = (kind: Kind, value: number | null) =>
    value === null ? null : kind === 'usd' ? value / 1_000_000 : value
  const parts = (one: Estimate | null, kind: Kind) =>
    one === null
      ? [null, null, null, 0]
      : [money(kind, one.value), money(kind, one.low), money(kind, one.high), one.n]
  const gap = (one: Difference, kind: Kind) =>
    one.kind === 'too-few'
      ? [null, null, null, one.kind]
      : [money(kind, one.value), money(kind, one.low), money(kind, one.high), one.kind]
  const head = ['a', 'a low', 'a high', 'a n', 'b', 'b low', 'b high', 'b n']
  return [
    ['measure', ...head, 'b minus a', 'low', 'high', 'verdict'],
    ...MEASURES.map(({ id, kind }) => [
      id,
      ...parts(comparison.a[id], kind),
      ...parts(comparison.b[id], kind),
      ...gap(comparison.differences[id], kind),
    ]),
    ...plainRows(comparison).map(([title, a, b]) => [title, a, null, null, null, b]),
  ]
}

/** What came from both runs, with the difference and whether it can be told from chance. */
export function ComparedFigures({ comparison }: { comparison: RunComparison }) {
  const { a, b, differences } = comparison
  return (
    <Panel
      title="Outcomes"
      note="costs include what was taken over"
      flush
      actions={
        <CsvButton
          filename={`compare-${a.id.slice(-6)}-${b.id.slice(-6)}.csv`}
          load={async () => csvOf(comparison)}
        />
      }
    >
      <PlainTable
        caption="Figures"
        columns={[
          { title: 'Measure' },
          { title: `A: ${a.name}`, numeric: true },
          { title: b.name === a.name ? `B: ${b.name} (other)` : `B: ${b.name}`, numeric: true },
          { title: 'B minus A', numeric: true },
        ]}
        rows={[
          ...MEASURES.map(({ id, title, kind }) => ({
            id,
            cells: [
              title,
              estimateCell(a[id], kind),
              estimateCell(b[id], kind),
              differenceCell(differences[id], kind),
            ],
          })),
          ...plainRows(comparison).map(([title, left, right]) => ({
            id: title,
            cells: [title, left, right, ''],
          })),
        ]}
      />
    </Panel>
  )
}
