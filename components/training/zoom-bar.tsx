'use client'

import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { moveView, type Span, zoomAround } from '#components/charts/plot-gestures.ts'
import { nameOfX } from '#components/charts/x-axis.ts'
import { ValueField } from '#components/training/training-select.tsx'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { Button, IconButton } from '#components/ui/button.tsx'

const STEP = 0.25

/** A place of x as people type it: times as ISO 8601 in UTC, the rest as numbers. */
const written = (x: string, value: number): string => {
  if (x === 'wall') return new Date(value).toISOString()
  // A step is a whole number, whatever share of the view a button asked for.
  return x === 'step' ? String(Math.round(value)) : String(Number(value.toPrecision(6)))
}
const readPlace = (x: string, text: string): number =>
  x === 'wall' ? Date.parse(text) : Number(text || Number.NaN)

type ZoomBarProps = { view: CurveView; whole: Span | null; change: ChangeView }

/** The zoom of all charts without dragging: fields for both ends, and buttons. */
export function ZoomBar({ view, whole, change }: ZoomBarProps) {
  const span = view.zoom ?? whole
  if (span === null || whole === null) return null
  const unit = view.x === 'relative' ? ', s' : ''
  // Of the span as it is: both fields, or a button twice, may be used before the charts are drawn again.
  const set = (end: 'from' | 'to') => (text: string) => {
    let fits = false
    change((now) => {
      const zoom = { ...(now.zoom ?? whole), [end]: readPlace(view.x, text) }
      fits = zoom.from < zoom.to
      return fits ? { zoom } : null
    })
    return fits
  }
  const move = (moved: (span: Span) => Span | null) => () =>
    change((now) => ({ zoom: moved(now.zoom ?? whole) }))
  const around = (factor: number) =>
    move((from) => zoomAround(from, whole, (from.from + from.to) / 2, factor))
  return (
    <fieldset className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <legend className="sr-only">Zoom of all charts</legend>
      {(['from', 'to'] as const).map((end) => (
        <ValueField
          key={end}
          label={end === 'from' ? `${nameOfX(view.x)}${unit} from` : 'to'}
          value={written(view.x, span[end])}
          width={view.x === 'wall' ? 'w-52' : 'w-24'}
          onCommit={set(end)}
        />
      ))}
      <span className="inline-flex">
        <IconButton label="Zoom in" onClick={around(0.5)}>
          <ZoomIn size={16} aria-hidden />
        </IconButton>
        <IconButton label="Zoom out" onClick={around(2)}>
          <ZoomOut size={16} aria-hidden />
        </IconButton>
        <IconButton label="Earlier" onClick={move((from) => moveView(from, whole, -STEP))}>
          <ChevronLeft size={16} aria-hidden />
        </IconButton>
        <IconButton label="Later" onClick={move((from) => moveView(from, whole, STEP))}>
          <ChevronRight size={16} aria-hidden />
        </IconButton>
      </span>
      <Button
        icon={<Maximize2 size={14} aria-hidden />}
        disabledReason={view.zoom ? null : 'The charts show everything already.'}
        onClick={() => change({ zoom: null })}
      >
        Reset zoom
      </Button>
    </fieldset>
  )
}
