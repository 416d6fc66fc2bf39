'use client'

import { GripHorizontal } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { HEIGHT_STEP, LEAST_HEIGHT, MOST_HEIGHT, withinHeights } from '#components/charts/chart-height.ts'

const KEYS: Record<string, number> = { ArrowUp: -HEIGHT_STEP, ArrowDown: HEIGHT_STEP }

type HeightHandleProps = {
  label: string
  height: number
  /** While it is dragged. */
  onDrag: (height: number) => void
  onHeight: (height: number) => void
}

/** The lower edge of a chart: dragged, or moved with the arrow keys, it makes the charts higher or lower. */
export function HeightHandle({ label, height, onDrag, onHeight }: HeightHandleProps) {
  const start = useRef<{ y: number; height: number } | null>(null)
  const heightAt = (event: PointerEvent) =>
    start.current ? withinHeights(start.current.height + event.clientY - start.current.y) : height
  function onDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    start.current = { y: event.clientY, height }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  function onUp(event: PointerEvent<HTMLElement>) {
    if (start.current === null) return
    const next = heightAt(event)
    start.current = null
    onHeight(next)
  }
  function onKey(event: KeyboardEvent<HTMLElement>) {
    const by = KEYS[event.key]
    if (by === undefined) return
    event.preventDefault()
    onHeight(withinHeights(height + by))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={LEAST_HEIGHT}
      aria-valuemax={MOST_HEIGHT}
      aria-valuenow={height}
      title="Drag, or press an arrow key, to change the height of the charts"
      onPointerDown={onDown}
      onPointerMove={(event) => (start.current ? onDrag(heightAt(event)) : undefined)}
      onPointerUp={onUp}
      onPointerCancel={() => {
        if (start.current) onHeight(start.current.height)
        start.current = null
      }}
      onKeyDown={onKey}
      className="flex h-4 cursor-ns-resize touch-none items-center justify-center rounded-sm text-muted opacity-60 hover:bg-sunken hover:opacity-100 focus-visible:opacity-100"
    >
      <GripHorizontal size={14} aria-hidden />
    </div>
  )
}
