/** W&B's exports hold, beside a metric, the lowest and highest value of each bucket of steps under these endings. */
const LOW = '__MIN'
const HIGH = '__MAX'

/** Keys of the lowest and highest of a metric; null where there is no such metric. */
export type ExtremeKeys = { low: string | null; high: string | null }

/** The extremes that the runs of a page have of a metric; null where they have none. */
export function extremesOf(metrics: readonly { key: string }[], metric: string): ExtremeKeys | null {
  const keyOf = (ending: string) => metrics.find(({ key }) => key === metric + ending)?.key ?? null
  const [low, high] = [keyOf(LOW), keyOf(HIGH)]
  return low === null && high === null ? null : { low, high }
}

/** Metrics that have a chart of their own: extremes are a band around theirs, where it is there. */
export function withoutExtremes<M extends { key: string }>(metrics: readonly M[]): M[] {
  const keys = new Set(metrics.map(({ key }) => key))
  const isExtreme = (key: string) =>
    [LOW, HIGH].some((ending) => key.endsWith(ending) && keys.has(key.slice(0, -ending.length)))
  return metrics.filter(({ key }) => !isExtreme(key))
}
