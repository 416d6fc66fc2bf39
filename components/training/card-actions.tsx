'use client'

import { FileDown, ImageDown, Maximize2 } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { savePng } from '#components/charts/chart-png.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'
import { curveQuery, type Drawn } from '#components/training/drawn-runs.ts'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { IconButton } from '#components/ui/button.tsx'
import { TRAINING } from '#lib/contracts/curves.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'

type CardActionsProps = {
  metric: string
  drawn: Drawn
  view: CurveView
  change: ChangeView
  model: CurveChartModel | null
  figure: RefObject<HTMLElement | null>
  /** Whether it fills the screen already. */
  isWhole: boolean
  notes: readonly string[]
}

const fileOf = (metric: string, ending: string): string =>
  `${metric.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}.${ending}`
const ICON_LINK =
  'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink'

/** Size and downloads of one chart. */
export function CardActions({
  metric,
  drawn,
  view,
  change,
  model,
  figure,
  isWhole,
  notes,
}: CardActionsProps) {
  const [failed, setFailed] = useState<string | null>(null)
  async function picture() {
    if (!model || !figure.current) return
    const legend = model.series.map(({ kind, label, look }) => ({
      label: kind === 'baseline' ? `baseline ${label}` : label,
      colour: kind === 'baseline' ? 'var(--ink)' : look.colour,
      dash: kind === 'baseline' ? '8 4' : look.dash,
    }))
    setFailed(null)
    await savePng(figure.current, { title: metric, legend, notes }, fileOf(metric, 'png')).catch(
      (error: Error) => setFailed(error.message),
    )
  }
  return (
    <span className="flex shrink-0 items-center">
      {failed ? (
        <span role="alert" className="text-xs text-bad-text">
          {failed}
        </span>
      ) : null}
      {isWhole ? null : (
        <IconButton label={`Show ${metric} on the full screen`} onClick={() => change({ large: metric })}>
          <Maximize2 size={14} aria-hidden />
        </IconButton>
      )}
      <IconButton label={`Save ${metric} as PNG`} onClick={() => void picture()}>
        <ImageDown size={14} aria-hidden />
      </IconButton>
      {drawn.runs.length > 0 ? (
        <a
          href={addressOf(TRAINING.curvesCsv, curveQuery(metric, drawn, view))}
          download={fileOf(metric, 'csv')}
          title={`Every point of ${metric} as CSV`}
          aria-label={`Every point of ${metric} as CSV`}
          className={ICON_LINK}
        >
          <FileDown size={14} aria-hidden />
        </a>
      ) : null}
    </span>
  )
}
