import type { MetricColumns } from '#lib/training/metric-chunk.ts'

/** `timestamp` in milliseconds since 1970. */
export type MetricPoint = { key: string; value: number; timestamp: number; step: number }

/** Points in order of arrival, as columns a metric. */
export function toBatches(points: readonly MetricPoint[]): { key: string; columns: MetricColumns }[] {
  const byKey = new Map<string, MetricPoint[]>()
  for (const point of points) {
    const list = byKey.get(point.key)
    if (list === undefined) byKey.set(point.key, [point])
    else list.push(point)
  }
  return [...byKey].map(([key, list]) => ({
    key,
    columns: {
      steps: Float64Array.from(list, ({ step }) => step),
      values: Float64Array.from(list, ({ value }) => value),
      times: Float64Array.from(list, ({ timestamp }) => timestamp),
    },
  }))
}
