'use client'

import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { laneColumns } from '#components/runs/lane-columns.tsx'
import { PHASE_LEGEND } from '#components/runs/phases.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { CandidateView, RunDetail } from '#lib/contracts/runs.ts'
import type { CandidateStatus } from '#lib/domain/run.ts'

type LanesProps = {
  run: RunDetail
  lanes: readonly CandidateView[]
  filtered: CandidateStatus | null
  onClear: () => void
}

/** One row a candidate, one cell a role; hover or focus tells its last step. */
export function Lanes({ run, lanes, filtered, onClear }: LanesProps) {
  const total = run.lanes.length
  const columns = laneColumns(run, lanes)
  return (
    <Panel
      title="Candidates"
      note={filtered ? `${filtered} only` : PHASE_LEGEND}
      flush
      actions={filtered ? <Button onClick={onClear}>Show all {total}</Button> : null}
    >
      <DataTable
        caption="Candidates"
        csv={{ kind: 'rows', filename: 'candidates.csv' }}
        columns={columns}
        rows={lanes}
        rowId={(lane) => lane.id}
        count={plural(lanes.length, 'candidate')}
        maxHeight="max(60vh, 36rem)"
        empty={
          filtered ? (
            <EmptyState kind="filtered" clear={<Button onClick={onClear}>Show all</Button>} />
          ) : (
            <EmptyState kind="none" title="No candidate">
              Candidates appear as soon as the run is stored.
            </EmptyState>
          )
        }
      />
    </Panel>
  )
}
