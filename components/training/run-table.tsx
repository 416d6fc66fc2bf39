'use client'

import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { runColumns } from '#components/training/run-columns.tsx'
import { differingKeys } from '#components/training/run-labels.ts'
import { FoldedPanel } from '#components/ui/folded-panel.tsx'
import type { TrainingRunView } from '#lib/contracts/curves.ts'

type RunTableProps = {
  runs: readonly TrainingRunView[]
  /** Metric whose last value is shown. */
  headline: string | null
}

/** The drawn runs side by side: only what differs, until somebody asks for more columns. */
export function RunTable({ runs, headline }: RunTableProps) {
  const differing = differingKeys(runs.map((run) => run.config))
  const note =
    runs.length < 2
      ? null
      : differing.length === 0
        ? 'equal configurations'
        : `differing in ${plural(differing.length, 'key')}`
  return (
    <FoldedPanel title="Drawn runs" note={note}>
      <DataTable
        caption="Drawn runs"
        columns={runColumns(runs, differing, headline)}
        rows={runs}
        rowId={(run) => run.id}
        count={plural(runs.length, 'run')}
        csv={{ kind: 'rows', filename: 'training-runs.csv' }}
        empty={
          <EmptyState kind="none" title="No run is drawn">
            Choose runs in the tree.
          </EmptyState>
        }
      />
    </FoldedPanel>
  )
}
