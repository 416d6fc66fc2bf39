import type { KeyboardEvent } from 'react'

/** Keys of the cursor of a chart: how far it goes, as a share of all stops, or what it does. */
export type PlotKey =
  | { kind: 'step'; by: number }
  | { kind: 'jump'; share: number }
  | { kind: 'start' | 'end' | 'open' | 'leave' | 'zoom-in' | 'zoom-out' | 'reset' }

const KEYS: Record<string, PlotKey> = {
  ArrowLeft: { kind: 'step', by: -1 },
  ArrowRight: { kind: 'step', by: 1 },
  ArrowDown: { kind: 'step', by: -1 },
  ArrowUp: { kind: 'step', by: 1 },
  PageDown: { kind: 'jump', share: -0.1 },
  PageUp: { kind: 'jump', share: 0.1 },
  Home: { kind: 'start' },
  End: { kind: 'end' },
  Enter: { kind: 'open' },
  Escape: { kind: 'leave' },
  '+': { kind: 'zoom-in' },
  '-': { kind: 'zoom-out' },
  '0': { kind: 'reset' },
}

export function plotKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): PlotKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  return KEYS[event.key] ?? null
}

/** Index of the stop that a key leads to, inside the list. */
export function stopAfter(key: PlotKey, at: number, count: number): number {
  const last = Math.max(0, count - 1)
  const inside = (index: number) => Math.min(last, Math.max(0, index))
  switch (key.kind) {
    case 'step':
      return inside(at + key.by)
    case 'jump':
      return inside(at + Math.sign(key.share) * Math.max(1, Math.round(Math.abs(key.share) * count)))
    case 'start':
      return 0
    case 'end':
      return last
    default:
      return inside(at)
  }
}

export type Span = { from: number; to: number }

/** The view around a place, narrower or wider; never beyond the whole. Wide enough for the whole is not a zoom. */
export function zoomAround(view: Span, whole: Span, centre: number, factor: number): Span | null {
  const span = (view.to - view.from) * factor
  const share = view.to > view.from ? (centre - view.from) / (view.to - view.from) : 0.5
  if (span >= whole.to - whole.from || !(span > 0)) return null
  const from = Math.min(whole.to - span, Math.max(whole.from, centre - share * span))
  return { from, to: from + span }
}

/** The view a share of its width to the side, stopped at the ends of the whole. */
export function moveView(view: Span, whole: Span, share: number): Span {
  const span = view.to - view.from
  const from = Math.min(whole.to - span, Math.max(whole.from, view.from + share * span))
  return { from, to: from + span }
}
