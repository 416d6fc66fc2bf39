'use client'

import { useState } from 'react'
import { useUrlState } from '#components/patterns/url-state.ts'
import { DeadEnvironments } from '#components/training/rollouts/dead-environments.tsx'
import { PointDrawer } from '#components/training/rollouts/point-drawer.tsx'
import type { Retire } from '#components/training/rollouts/retire-dialog.tsx'
import { RewardPartsPanel } from '#components/training/rollouts/reward-parts-panel.tsx'
import { RolloutListView } from '#components/training/rollouts/rollout-list.tsx'

/** Reward by part, environments and rollouts of one run; the chart follows the filters of the table. */
export function RolloutBoard({ runId, retire }: { runId: string; retire: Retire }) {
  const { params } = useUrlState()
  const [steps, open] = useState<{ fromStep: number; toStep: number } | null>(null)
  const [split, environment] = [params.get('split'), params.get('environment')]
  const filter = { ...(split ? { split } : {}), ...(environment ? { environment } : {}) }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <RewardPartsPanel runId={runId} filter={filter} onSteps={open} />
      <DeadEnvironments runId={runId} retire={retire} />
      <RolloutListView runId={runId} />
      {steps ? (
        <PointDrawer
          runId={runId}
          fromStep={steps.fromStep}
          toStep={steps.toStep}
          onClose={() => open(null)}
        />
      ) : null}
    </div>
  )
}
