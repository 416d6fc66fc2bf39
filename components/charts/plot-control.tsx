'use client'

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { linearScale, positionOf, valueAt } from '#components/charts/axis-scale.ts'
import { type CursorStore, useCursor } from '#components/charts/cursor-store.ts'
import { nearestIndex, readingsAt, stopsOf } from '#components/charts/curve-readings.ts'
import { readingWords } from '#components/charts/curve-words.ts'
import { REACH } from '#components/charts/plot-cursor.tsx'
import { plotKey, type Span, stopAfter, zoomAround } from '#components/charts/plot-gestures.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'
import { formatX } from '#components/charts/x-axis.ts'

const CLICK_PX = 4
const MOST_SPOKEN = 6

type PlotControlProps = {
  chart: string
  label: string
  model: CurveChartModel
  view: Span
  whole: Span
  cursor: CursorStore
  onZoom: (zoom: Span | null) => void
  /** A click or Enter at a place; `height` is the share of the plot from its top, null from the keyboard. */
  onOpen: (x: number, height: number | null) => void
}

/**
 * Pointer and keyboard of one plot: hover and arrows move the linked cursor, dragging selects a span to zoom into,
 * click and Enter open the point. To a screen reader it is a slider whose value is the reading.
 */
export function PlotControl({ chart, label, model, view, whole, cursor, onZoom, onOpen }: PlotControlProps) {
  const at = useCursor(cursor)
  const [drag, setDrag] = useState<{ start: number; end: number } | null>(null)
  const pressed = useRef<number | null>(null)
  const pointed = useRef(false)
  const stops = useMemo(() => stopsOf(model), [model])
  const across = linearScale({ low: view.from, high: view.to })
  const here = at?.x ?? view.to
  const moveTo = (x: number, by: 'pointer' | 'keyboard') => {
    pointed.current = by === 'pointer'
    cursor.set({ x, chart })
  }

  function onMove(event: PointerEvent<HTMLElement>) {
    // A page that scrolls or grows under a resting pointer sends such an event too: the cursor of the keyboard stays.
    if (event.movementX === 0 && event.movementY === 0) return
    const x = valueAt(across, shareAt(event))
    moveTo(x, 'pointer')
    if (pressed.current === null || Math.abs(event.clientX - pressed.current) <= CLICK_PX) return
    setDrag({ start: valueAt(across, shareOf(event, pressed.current)), end: x })
  }
  function onDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    pressed.current = event.clientX
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  /** Takes away the cursor that this pointer left here: one that a key has set since, in any linked chart, stays. */
  function onLeave() {
    if (pointed.current && pressed.current === null && at?.chart === chart) cursor.set(null)
  }
  function onUp(event: PointerEvent<HTMLElement>) {
    if (pressed.current === null) return
    pressed.current = null
    setDrag(null)
    if (drag) onZoom({ from: Math.min(drag.start, drag.end), to: Math.max(drag.start, drag.end) })
    else {
      const box = event.currentTarget.getBoundingClientRect()
      onOpen(valueAt(across, shareAt(event)), (event.clientY - box.top) / box.height)
    }
  }
  function onKey(event: KeyboardEvent<HTMLElement>) {
    const key = plotKey(event)
    if (key === null || stops.length === 0) return
    event.preventDefault()
    if (key.kind === 'open') onOpen(here, null)
    else if (key.kind === 'leave') cursor.set(null)
    else if (key.kind === 'reset') onZoom(null)
    else if (key.kind === 'zoom-in' || key.kind === 'zoom-out')
      onZoom(zoomAround(view, whole, here, key.kind === 'zoom-in' ? 0.5 : 2))
    else moveTo(stops[stopAfter(key, nearestIndex(stops, here), stops.length)] ?? here, 'keyboard')
  }
  const readings = at ? readingsAt(model, at.x, (view.to - view.from) * REACH) : []
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={view.from}
      aria-valuemax={view.to}
      aria-valuenow={Math.min(view.to, Math.max(view.from, here))}
      aria-valuetext={
        at ? `${formatX(model.x, here)}: ${readingWords(readings.slice(0, MOST_SPOKEN))}` : 'no cursor yet'
      }
      onPointerMove={onMove}
      onPointerDown={onDown}
      onPointerUp={onUp}
      onPointerCancel={() => {
        pressed.current = null
        setDrag(null)
      }}
      onPointerLeave={onLeave}
      onKeyDown={onKey}
      onFocus={(event) =>
        event.currentTarget.matches(':focus-visible') ? moveTo(here, 'keyboard') : undefined
      }
      className="absolute inset-0 cursor-crosshair touch-pan-y select-none"
    >
      {drag ? (
        <div
          aria-hidden
          className="absolute inset-y-0 border-x border-edge bg-sand/20"
          style={{
            left: `${positionOf(across, Math.min(drag.start, drag.end)) * 100}%`,
            right: `${(1 - positionOf(across, Math.max(drag.start, drag.end))) * 100}%`,
          }}
        />
      ) : null}
    </div>
  )
}

function shareOf(event: PointerEvent<HTMLElement>, clientX: number): number {
  const box = event.currentTarget.getBoundingClientRect()
  return Math.min(1, Math.max(0, (clientX - box.left) / box.width))
}
const shareAt = (event: PointerEvent<HTMLElement>): number => shareOf(event, event.clientX)
