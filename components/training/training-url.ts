import { z } from 'zod'
import { CHART_HEIGHT, withinHeights } from '#components/charts/chart-height.ts'
import type { Aggregate, Smoothing } from '#components/charts/curve-words.ts'
import { BANDS, type BandKind } from '#components/charts/prepare-curves.ts'
import { NAMINGS, type Naming } from '#components/training/run-labels.ts'
import { AGGREGATES } from '#lib/contracts/curves.ts'

/** Which runs are drawn: all but some, or some alone. Runs are named by the end of their id. */
export type Shown = { mode: 'all-but' | 'only'; keys: readonly string[] }
/** What is in the URL of a page with curves; a copied URL gives the same picture. */
export type CurveView = {
  shown: Shown
  /** null: the page's own choice. */
  metrics: readonly string[] | null
  x: string
  naming: Naming
  /** Sections of charts that are open; null: the page's own choice. */
  open: readonly string[] | null
  /** null: bands where there are more than twelve runs. */
  group: 'none' | 'seed' | null
  aggregate: Aggregate
  band: BandKind
  smoothing: Smoothing
  log: boolean
  zoom: { from: number; to: number } | null
  baseline: string | null
  /** Metric of the chart that fills the screen. */
  large: string | null
  /** Pixels of every chart's drawing. */
  height: number
  /** The point whose environments are open. */
  point: { runId: string; fromStep: number; toStep: number } | null
}

/** Random digits at the end of a UUID of version 7: enough to tell the runs of a page apart. */
const KEY_LENGTH = 8
export const keyOfRun = (id: string): string => id.replaceAll('-', '').slice(-KEY_LENGTH)

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll(',', '%2C')
const unescaped = (text: string): string => text.replaceAll('%2C', ',').replaceAll('%25', '%')
const listOf = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean).map(unescaped)
const join = (list: readonly string[]): string => list.map(escaped).join(',')

const numberIn = (text: string | null | undefined): number | null => {
  const value = text ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : null
}

function readSmoothing(text: string | null): Smoothing {
  const [kind, amount] = (text ?? '').split(':')
  const value = numberIn(amount)
  if (value === null || value <= 0) return { kind: 'none' }
  switch (kind) {
    case 'ema':
      return value < 1 ? { kind, weight: Math.min(0.999, value) } : { kind: 'none' }
    case 'time-ema':
      return { kind, halfLifeSeconds: Math.min(100_000, value) }
    case 'window':
      return { kind, points: Math.min(100_000, Math.max(1, Math.round(value))) }
    default:
      return { kind: 'none' }
  }
}

const writeSmoothing = (smoothing: Smoothing): string | null => {
  switch (smoothing.kind) {
    case 'none':
      return null
    case 'ema':
      return `ema:${smoothing.weight}`
    case 'time-ema':
      return `time-ema:${smoothing.halfLifeSeconds}`
    case 'window':
      return `window:${smoothing.points}`
  }
}

/** What the curves route takes for a smoothing. */
export const smoothingQuery = (smoothing: Smoothing): { smoothing?: Smoothing['kind']; smooth?: number } => {
  switch (smoothing.kind) {
    case 'none':
      return {}
    case 'ema':
      return { smoothing: 'ema', smooth: smoothing.weight }
    case 'time-ema':
      return { smoothing: 'time-ema', smooth: smoothing.halfLifeSeconds }
    case 'window':
      return { smoothing: 'window', smooth: smoothing.points }
  }
}

function readPoint(text: string | null): CurveView['point'] {
  const [runId, from, to] = (text ?? '').split(':')
  const [fromStep, toStep] = [numberIn(from), numberIn(to)]
  if (!z.uuid().safeParse(runId).success || fromStep === null || toStep === null) return null
  return { runId: runId ?? '', fromStep: Math.round(fromStep), toStep: Math.round(toStep) }
}

function readZoom(params: URLSearchParams): CurveView['zoom'] {
  const [from, to] = [numberIn(params.get('from')), numberIn(params.get('to'))]
  return from !== null && to !== null && from < to ? { from, to } : null
}

const oneOf = <T extends string>(list: readonly T[], text: string | null, otherwise: T): T =>
  list.find((known) => known === text) ?? otherwise

/** The view that an address asks for; what it does not say, or says wrongly, is the default. */
export function readCurveView(params: URLSearchParams): CurveView {
  const only = params.get('only')
  const baseline = params.get('baseline')
  return {
    shown:
      only === null
        ? { mode: 'all-but', keys: listOf(params.get('hide')) }
        : { mode: 'only', keys: listOf(only) },
    metrics: params.has('metrics') ? listOf(params.get('metrics')) : null,
    x: params.get('x') || 'step',
    naming: oneOf(NAMINGS, params.get('names'), 'name'),
    open: params.has('open') ? listOf(params.get('open')) : null,
    group: [...(['none', 'seed'] as const)].find((known) => known === params.get('group')) ?? null,
    aggregate: oneOf(AGGREGATES, params.get('mean'), 'mean'),
    band: oneOf(BANDS, params.get('band'), 'both'),
    smoothing: readSmoothing(params.get('smooth')),
    log: params.get('log') === '1',
    zoom: readZoom(params),
    baseline: z.uuid().safeParse(baseline).success ? baseline : null,
    large: params.get('large'),
    height: withinHeights(numberIn(params.get('height')) ?? CHART_HEIGHT),
    point: readPoint(params.get('point')),
  }
}

/** Keys of the address that a change of the view sets or takes out. */
export function writeCurveView(change: Partial<CurveView>): Record<string, string | null> {
  const patch: Record<string, string | null> = {}
  const { shown, metrics, zoom, point } = change
  if (shown) {
    patch.hide = shown.mode === 'all-but' ? join(shown.keys) || null : null
    // An empty choice of runs is a choice too.
    patch.only = shown.mode === 'only' ? join(shown.keys) || '-' : null
  }
  if (metrics !== undefined) patch.metrics = metrics === null ? null : join(metrics)
  if (change.naming) patch.names = change.naming === 'name' ? null : change.naming
  // An empty list is a choice too.
  if (change.open !== undefined) patch.open = change.open === null ? null : join(change.open) || '-'
  if (change.x !== undefined) patch.x = change.x === 'step' ? null : change.x
  if (change.group !== undefined) patch.group = change.group
  if (change.aggregate) patch.mean = change.aggregate === 'mean' ? null : change.aggregate
  if (change.band) patch.band = change.band === 'both' ? null : change.band
  if (change.smoothing) patch.smooth = writeSmoothing(change.smoothing)
  if (change.log !== undefined) patch.log = change.log ? '1' : null
  if (zoom !== undefined) {
    patch.from = zoom ? String(zoom.from) : null
    patch.to = zoom ? String(zoom.to) : null
  }
  if (change.baseline !== undefined) patch.baseline = change.baseline
  if (change.large !== undefined) patch.large = change.large
  if (change.height !== undefined)
    patch.height = change.height === CHART_HEIGHT ? null : String(change.height)
  if (point !== undefined) patch.point = point ? `${point.runId}:${point.fromStep}:${point.toStep}` : null
  return patch
}
