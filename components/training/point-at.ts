import { positionOf } from '#components/charts/axis-scale.ts'
import { readingsAt } from '#components/charts/curve-readings.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'

/** Steps and runs that a place on a chart stands for. */
export type PlotPoint = { runIds: readonly string[]; fromStep: number; toStep: number }

const REACH = 0.02

/**
 * The point under a click: of the line nearest in height (`height` is the share from the top), or of every line for
 * the keyboard, which has no height. Its steps are those of one column of the picture. null where x counts no steps
 * or nothing is drawn.
 */
export function pointAt(
  model: CurveChartModel,
  x: number,
  height: number | null,
  columns: number,
): PlotPoint | null {
  if (model.x !== 'step' || model.view === null) return null
  const span = model.view.to - model.view.from
  const readings = readingsAt(model, x, span * REACH)
  const aimed =
    height === null
      ? readings
      : readings
          .toSorted((a, b) => distance(model, a.value, height) - distance(model, b.value, height))
          .slice(0, 1)
  const [first] = aimed
  if (!first) return null
  const half = span / columns / 2
  const runIds = aimed.flatMap(({ id, kind }) => {
    const series = model.series.find((one) => one.id === id && one.kind === kind)
    return series?.runIds ?? []
  })
  return {
    runIds: [...new Set(runIds)],
    fromStep: Math.max(0, Math.ceil(first.x - half)),
    toStep: Math.floor(first.x + half),
  }
}

const distance = (model: CurveChartModel, value: number, height: number): number =>
  Math.abs(1 - positionOf(model.scale, value) - height)
