'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { z } from 'zod'
import type { Action } from '#components/data/action-state.ts'
import { readJson } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { CurveGrid } from '#components/training/curve-grid.tsx'
import { drawnRuns } from '#components/training/drawn-runs.ts'
import { DeadEnvironments } from '#components/training/rollouts/dead-environments.tsx'
import type { Retire } from '#components/training/rollouts/retire-dialog.tsx'
import { RewardPartsPanel } from '#components/training/rollouts/reward-parts-panel.tsx'
import { RunFacts } from '#components/training/run-facts.tsx'
import { RunSettings } from '#components/training/run-settings.tsx'
import { TagsEditor } from '#components/training/tags-editor.tsx'
import { useCurveView } from '#components/training/use-curve-view.ts'
import { Panel } from '#components/ui/panel.tsx'
import { type EditTrainingRunInput, TRAINING, type TrainingRunDetail } from '#lib/contracts/curves.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

export type EditRun = Action<z.input<typeof EditTrainingRunInput>, TrainingRunDetail>
type TrainingRunBoardProps = {
  initial: TrainingRunDetail
  edit: EditRun
  retire: Retire
  results: ReactNode
  files: ReactNode
}

/** One training run: what it was started with, its curves, its reward by part, the environments it met. */
export function TrainingRunBoard({ initial, edit, retire, results, files }: TrainingRunBoardProps) {
  const client = useQueryClient()
  const { view, change } = useCurveView()
  const key = keyOf(TRAINING.get, { id: initial.id })
  const { data: run = initial } = useFollowed(
    {
      queryKey: key,
      queryFn: ({ signal }) => readJson(TRAINING.get, { id: initial.id }, signal),
      placeholderData: (before) => before ?? initial,
    },
    isUnfinished,
    'hours',
  )
  const drawn = useMemo(() => drawnRuns([run], view), [run, view])
  const isLive = isUnfinished(run)
  return (
    <div className="flex flex-col gap-3">
      <div className="grid items-start gap-3 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-3">
          <RunFacts run={run} />
          <RunSettings run={run} edit={edit} onDone={(next) => client.setQueryData(key, next)} />
          <Panel title="Tags">
            <TagsEditor run={run} edit={edit} onDone={(next) => client.setQueryData(key, next)} />
          </Panel>
          {results}
          {files}
        </div>
        <CurveGrid
          runs={[run]}
          metrics={run.metrics.map((metric) => ({ ...metric, runs: 1 }))}
          {...{ drawn, view, change }}
        />
      </div>
      {run.rollouts > 0 ? (
        <>
          <RewardPartsPanel
            runId={run.id}
            live={isLive}
            onSteps={({ fromStep, toStep }) => change({ point: { runId: run.id, fromStep, toStep } })}
          />
          <DeadEnvironments runId={run.id} retire={retire} live={isLive} />
        </>
      ) : null}
    </div>
  )
}
