import { looksOf, type SeriesLook } from '#components/charts/series-look.ts'
import { groupLabels, runLabels } from '#components/training/run-labels.ts'
import type { CurveView } from '#components/training/training-url.ts'
import { smoothingQuery } from '#components/training/training-url.ts'
import { MOST_LINES, visibleRuns } from '#components/training/visible-runs.ts'
import type { TRAINING, TrainingRunView } from '#lib/contracts/curves.ts'
import type { PlaceOf } from '#lib/contracts/endpoint.ts'

/** What all charts of a page draw, whatever the metric. */
export type Drawn = {
  runs: readonly TrainingRunView[]
  group: 'none' | 'seed'
  /** Label of a run or group among those that are drawn. */
  labels: ReadonlyMap<string, string>
  /** Looks of the drawn runs or groups, told apart as far as there are hues. */
  looks: ReadonlyMap<string, SeriesLook>
  baseline: TrainingRunView | null
  /** Some drawn run still logs. */
  isLive: boolean
  hasRollouts: boolean
}

const isOpen = (run: TrainingRunView): boolean => run.status === 'running' || run.status === 'scheduled'

export function drawnRuns(runs: readonly TrainingRunView[], view: CurveView): Drawn {
  const drawn = visibleRuns(runs, view.shown)
  const baseline = runs.find((run) => run.id === view.baseline) ?? null
  const all = baseline && !drawn.includes(baseline) ? [...drawn, baseline] : drawn
  const group = view.group ?? (drawn.length > MOST_LINES ? 'seed' : 'none')
  return {
    runs: drawn,
    group,
    labels: new Map([...runLabels(all, view.naming), ...groupLabels(drawn, view.naming)]),
    looks: looksOf(drawn.map((run) => (group === 'seed' ? run.group : run.id))),
    baseline,
    isLive: all.some(isOpen),
    hasRollouts: drawn.some((run) => run.rollouts > 0),
  }
}

const MOST_COLUMNS = 400
const FEWEST_COLUMNS = 20
/** First, last, lowest and highest of a column. */
const POINTS_A_COLUMN = 4
const BUDGET = 20_000

/** Columns to ask for, so that all lines together stay within the vertices of a chart. */
export function columnsFor(lines: number, isSmoothed: boolean): number {
  const each = POINTS_A_COLUMN * (isSmoothed ? 2 : 1) * Math.max(1, lines)
  return Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, Math.floor(BUDGET / each)))
}

type QueryValues = PlaceOf<typeof TRAINING.curves>

/** The question to the curves route for one metric. */
export function curveQuery(metric: string, drawn: Drawn, view: CurveView): QueryValues {
  const isSmoothed = view.smoothing.kind !== 'none'
  return {
    runs: drawn.runs.map((run) => run.id).join(','),
    metric,
    x: view.x,
    group: drawn.group,
    aggregate: view.aggregate,
    ...smoothingQuery(view.smoothing),
    from: view.zoom?.from,
    to: view.zoom?.to,
    columns: drawn.group === 'seed' ? MOST_COLUMNS : columnsFor(drawn.runs.length, isSmoothed),
  }
}

/** The pinned run over the same span, never grouped. */
export const baselineQuery = (metric: string, baseline: string, view: CurveView): QueryValues => ({
  runs: baseline,
  metric,
  x: view.x,
  ...smoothingQuery(view.smoothing),
  from: view.zoom?.from,
  to: view.zoom?.to,
  columns: MOST_COLUMNS,
})
