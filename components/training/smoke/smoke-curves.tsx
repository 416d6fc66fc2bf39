'use client'

import Link from 'next/link'
import { useMemo, useState } from 'react'
import { createCursorStore } from '#components/charts/cursor-store.ts'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { CurveCard } from '#components/training/curve-card.tsx'
import { CurveLegend } from '#components/training/curve-legend.tsx'
import { drawnRuns } from '#components/training/drawn-runs.ts'
import { useCurveView } from '#components/training/use-curve-view.ts'
import { Panel } from '#components/ui/panel.tsx'
import { TRAINING } from '#lib/contracts/curves.ts'

/** What the certificate rests on, in the order of its checks. */
const METRICS = ['medal_among_valid', 'sibling/medal_among_valid', 'live_groups', 'reward/mean']

/** The curves of a smoke test's seeds; the training page has the others. */
export function SmokeCurves({ smokeRunId, isOpen }: { smokeRunId: string; isOpen: boolean }) {
  const { view, change } = useCurveView()
  const [cursor] = useState(createCursorStore)
  const filter = { smokeRunId }
  const { data } = useFollowed(
    {
      ...ask(TRAINING.list, filter),
    },
    isOpen,
    'hours',
  )
  const drawn = useMemo(() => drawnRuns(data?.runs ?? [], view), [data, view])
  const known = new Set(data?.metrics.map(({ key }) => key))
  const charts = METRICS.filter((metric) => known.has(metric))
  if (data === undefined || charts.length === 0) return null
  const all = (
    <Link href={`/training?smokeRunId=${smokeRunId}`} className="link text-xs">
      All curves
    </Link>
  )
  const legend = <CurveLegend runs={data.runs} {...{ drawn, change }} />
  return (
    <Panel title="Curves" note="A reward that rises proves nothing: see the certificate." actions={all}>
      {legend}
      <div className="mt-2 grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {charts.map((metric) => (
          <CurveCard
            key={metric}
            {...{ metric, drawn, view, cursor, change, legend }}
            extremes={null}
            onPoint={({ runIds: [runId], fromStep, toStep }) =>
              // The environments of a step stand on the page of the run.
              runId && location.assign(`/training/${runId}?point=${runId}:${fromStep}:${toStep}`)
            }
          />
        ))}
      </div>
    </Panel>
  )
}
