'use client'

import { AGGREGATE_NAMES, type Smoothing } from '#components/charts/curve-words.ts'
import type { BandKind } from '#components/charts/prepare-curves.ts'
import { X_NAMES } from '#components/charts/x-axis.ts'
import type { Drawn } from '#components/training/drawn-runs.ts'
import { isCounter } from '#components/training/metric-order.ts'
import { NAMINGS, type Naming } from '#components/training/run-labels.ts'
import { TrainingSelect, ValueField } from '#components/training/training-select.tsx'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { CheckField } from '#components/ui/field.tsx'
import { AGGREGATES, type TrainingRunList } from '#lib/contracts/curves.ts'

const SMOOTHING_NAMES: Record<Smoothing['kind'], string> = {
  none: 'none',
  ema: 'EMA by point',
  'time-ema': 'EMA by time',
  window: 'mean of last points',
}
const FIRST_SMOOTHING: Record<Smoothing['kind'], Smoothing> = {
  none: { kind: 'none' },
  ema: { kind: 'ema', weight: 0.9 },
  'time-ema': { kind: 'time-ema', halfLifeSeconds: 60 },
  window: { kind: 'window', points: 10 },
}
const BAND_NAMES: Record<BandKind, string> = {
  both: '95 % interval and range',
  interval: '95 % interval',
  range: 'lowest to highest',
}
const NAMING_NAMES: Record<Naming, string> = { name: 'of runs', differences: 'what differs' }
const choicesOf = <K extends string>(names: Record<K, string>) =>
  Object.entries<string>(names).map(([value, label]) => ({ value, label }))
const find = <T extends string>(list: readonly T[], text: string): T | undefined =>
  list.find((one) => one === text)

type ChartToolbarProps = {
  view: CurveView
  drawn: Drawn
  metrics: TrainingRunList['metrics']
  change: ChangeView
}

/** Settings of all charts at once; each is in the URL. */
export function ChartToolbar({ view, drawn, metrics, change }: ChartToolbarProps) {
  return (
    <>
      <TrainingSelect
        label="x"
        value={view.x}
        choices={xChoices(metrics, view.x)}
        onChange={(x) => change({ x, zoom: null })}
      />
      <TrainingSelect
        label="Runs as"
        value={drawn.group}
        choices={[
          { value: 'none', label: 'lines' },
          { value: 'seed', label: 'bands over seeds' },
        ]}
        onChange={(value) => change({ group: value === 'seed' ? 'seed' : 'none' })}
      />
      {drawn.group === 'seed' ? (
        <>
          <TrainingSelect
            label="Middle"
            value={view.aggregate}
            choices={choicesOf(AGGREGATE_NAMES)}
            onChange={(value) => change({ aggregate: find(AGGREGATES, value) ?? 'mean' })}
          />
          <TrainingSelect
            label="Band"
            value={view.band}
            choices={choicesOf(BAND_NAMES)}
            onChange={(value) =>
              change({ band: find(['both', 'interval', 'range'] as const, value) ?? 'both' })
            }
          />
        </>
      ) : null}
      <TrainingSelect
        label="Smoothing"
        value={view.smoothing.kind}
        choices={choicesOf(SMOOTHING_NAMES)}
        onChange={(value) =>
          change({
            smoothing: FIRST_SMOOTHING[find(['ema', 'time-ema', 'window'] as const, value) ?? 'none'],
          })
        }
      />
      <SmoothingAmount smoothing={view.smoothing} change={change} />
      <CheckField
        label="Log y"
        checked={view.log}
        onChange={(event) => change({ log: event.target.checked })}
      />
      {drawn.runs.length > 1 ? (
        <TrainingSelect
          label="Names"
          value={view.naming}
          choices={choicesOf(NAMING_NAMES)}
          onChange={(value) => change({ naming: find(NAMINGS, value) ?? 'name' })}
        />
      ) : null}
    </>
  )
}

function xChoices(metrics: TrainingRunList['metrics'], current: string) {
  const named = (key: string) => ({ value: key, label: key })
  const counters = metrics.filter((metric) => isCounter(metric.key)).map((metric) => named(metric.key))
  const others = metrics.filter((metric) => !isCounter(metric.key)).map((metric) => named(metric.key))
  const known = current in X_NAMES || metrics.some((metric) => metric.key === current)
  return [
    ...choicesOf(X_NAMES),
    ...(known ? [] : [named(current)]),
    ...(counters.length > 0 ? [{ label: 'Counted', choices: counters }] : []),
    ...(others.length > 0 ? [{ label: 'Other metrics', choices: others }] : []),
  ]
}

function SmoothingAmount({ smoothing, change }: { smoothing: Smoothing; change: ChangeView }) {
  const set = (next: (value: number) => Smoothing, low: number, high: number) => (text: string) => {
    const value = Number(text)
    const fits = text !== '' && value >= low && value <= high
    if (fits) change({ smoothing: next(value) })
    return fits
  }
  switch (smoothing.kind) {
    case 'none':
      return null
    case 'ema':
      return (
        <ValueField
          label="weight of the past"
          value={String(smoothing.weight)}
          width="w-16"
          onCommit={set((weight) => ({ kind: 'ema', weight }), 0.001, 0.999)}
        />
      )
    case 'time-ema':
      return (
        <ValueField
          label="half-life, s"
          value={String(smoothing.halfLifeSeconds)}
          width="w-20"
          onCommit={set((halfLifeSeconds) => ({ kind: 'time-ema', halfLifeSeconds }), 0.001, 100_000)}
        />
      )
    case 'window':
      return (
        <ValueField
          label="points"
          value={String(smoothing.points)}
          width="w-20"
          onCommit={set((points) => ({ kind: 'window', points: Math.round(points) }), 1, 100_000)}
        />
      )
  }
}
