import { formatCount, formatShare, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { ColumnSpread } from '#components/seeds/column-spread.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ProfiledColumn, SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'

const cellsOf = ({ name, role, kind, missing, levels, dependence, spread }: ProfiledColumn) => [
  <span key="name" className="flex min-w-36 flex-wrap items-center gap-1.5">
    <code className="[overflow-wrap:anywhere]">{name}</code>
    {role === 'feature' ? null : <Badge tone={role === 'target' ? 'sand' : 'idle'}>{role}</Badge>}
  </span>,
  kind,
  formatShare(missing),
  formatCount(levels),
  dependence === null ? '–' : dependence.toFixed(2),
  // Every row has another id: its values say nothing.
  role === 'id' ? null : <ColumnSpread key="spread" spread={spread} />,
]

/** The training table column by column. */
export function ProfilePanel({ profile }: { profile: SeedProfile }) {
  const { rows, columns, further } = profile
  return (
    <Panel
      title="Training table"
      note={`${plural(columns.length + further, 'column')}, by its first ${plural(rows, 'row')}`}
      flush
    >
      <PlainTable
        caption="Columns of the training table"
        columns={[
          { title: 'Column' },
          { title: 'Kind' },
          { title: 'Empty', numeric: true },
          { title: 'Distinct', numeric: true },
          { title: 'Association with target', numeric: true },
          { title: 'Values' },
        ]}
        rows={columns.map((column, at) => ({ id: `${at} ${column.name}`, cells: cellsOf(column) }))}
      />
      {further > 0 ? (
        <p className="border-t border-line px-3 py-2 text-xs text-muted">
          {plural(further, 'further column')} of the file {further === 1 ? 'is' : 'are'} not described here.
        </p>
      ) : null}
    </Panel>
  )
}

/** Texts of the training table as they appear in it. */
export function TextSamples({ profile }: { profile: SeedProfile }) {
  const texts = profile.columns.filter(({ kind, role }) => kind === 'text' && role === 'feature')
  return texts.map(({ name, spread }) =>
    spread.kind !== 'samples' || spread.samples.length === 0 ? null : (
      <Panel key={name} title={`Texts in ${name}`} note={plural(spread.samples.length, 'sample')} flush>
        <ul className="divide-y divide-line">
          {spread.samples.map((sample, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal, and stay in their order
            <li key={at} className="px-3 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
              {sample}
            </li>
          ))}
        </ul>
      </Panel>
    ),
  )
}
