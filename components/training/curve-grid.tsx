'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createCursorStore } from '#components/charts/cursor-store.ts'
import { ask } from '#components/data/read-json.ts'
import { ChartToolbar } from '#components/training/chart-toolbar.tsx'
import { CurveCard } from '#components/training/curve-card.tsx'
import { CurveLegend } from '#components/training/curve-legend.tsx'
import { CurveSections, openAtFirst } from '#components/training/curve-sections.tsx'
import { curveQuery, type Drawn } from '#components/training/drawn-runs.ts'
import { extremesOf, withoutExtremes } from '#components/training/metric-extremes.ts'
import { orderMetrics, sectionsOf } from '#components/training/metric-order.ts'
import { MetricPicker } from '#components/training/metric-picker.tsx'
import { type PointChoice, PointHost } from '#components/training/point-host.tsx'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { ZoomBar } from '#components/training/zoom-bar.tsx'
import { type Curves, TRAINING, type TrainingRunList, type TrainingRunView } from '#lib/contracts/curves.ts'

type CurveGridProps = {
  runs: readonly TrainingRunView[]
  metrics: TrainingRunList['metrics']
  drawn: Drawn
  view: CurveView
  change: ChangeView
}

/** Charts of the chosen metrics, or of all, with one cursor, one zoom and one legend. */
export function CurveGrid({ runs, metrics, drawn, view, change }: CurveGridProps) {
  const [cursor] = useState(createCursorStore)
  const [choice, choose] = useState<PointChoice | null>(null)
  const ordered = orderMetrics(withoutExtremes(metrics))
  const chosen = view.metrics ?? ordered.map((metric) => metric.key)
  const sections = sectionsOf(ordered.filter(({ key }) => chosen.includes(key)))
  const open = view.open ?? (view.metrics === null ? openAtFirst(sections) : sections.map(({ name }) => name))
  const first = sections.find(({ name }) => open.includes(name))?.metrics[0]?.key ?? ''
  const legend = <CurveLegend {...{ runs, drawn, change }} />
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-col gap-1.5 rounded-md border border-line bg-raised p-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <MetricPicker metrics={ordered} chosen={chosen} onChange={(keys) => change({ metrics: keys })} />
          <ChartToolbar {...{ view, drawn, metrics, change }} />
          <SharedZoom metric={first} {...{ drawn, view, change }} />
        </div>
        {legend}
      </div>
      <CurveSections
        sections={sections}
        open={open}
        onOpen={(names) => change({ open: names }, 'replace')}
        chart={(metric) => (
          <CurveCard
            key={metric}
            {...{ metric, drawn, view, cursor, change, legend }}
            extremes={extremesOf(metrics, metric)}
            onPoint={({ runIds, fromStep, toStep }) => {
              const [runId, ...others] = runIds
              if (runId && others.length === 0) change({ point: { runId, fromStep, toStep } })
              else choose({ runIds, fromStep, toStep })
            }}
          />
        )}
      />
      {chosen.length === 0 ? <p className="p-6 text-center text-muted">No metric is chosen.</p> : null}
      <PointHost
        {...{ runs, drawn, choice }}
        point={view.point}
        onPoint={(point) => {
          choose(null)
          change({ point })
        }}
        onLeave={() => choose(null)}
      />
    </div>
  )
}

/** Shows the span of the first chart, from the answer that the chart itself asked for. */
function SharedZoom({
  metric,
  drawn,
  view,
  change,
}: {
  metric: string
  drawn: Drawn
  view: CurveView
  change: ChangeView
}) {
  const query = curveQuery(metric, drawn, view)
  const { data } = useQuery({
    ...ask(TRAINING.curves, query),
    enabled: false,
  })
  const [kept, keep] = useState<Curves['domain']>(null)
  // The span stays in sight while the next zoom loads.
  if (data?.domain && (data.domain.from !== kept?.from || data.domain.to !== kept?.to)) keep(data.domain)
  return (
    <div className="min-h-8">
      <ZoomBar view={view} whole={data?.domain ?? kept} change={change} />
    </div>
  )
}
