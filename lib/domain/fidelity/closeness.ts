const clip = (value: number): number => Math.min(1, Math.max(0, value))

/** How close two counts or sizes are, 0 to 1: each doubling costs the same, and `span` times as much costs it all. */
export function closeness(a: number, b: number, span: number): number {
  if (a === b) return 1
  if (a <= 0 || b <= 0) return 0
  return clip(1 - Math.abs(Math.log(a / b)) / Math.log(span))
}

/** What two lists of shares have in common; a missing one is none. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  const all = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) || 1
  const places = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at)
  const shared = (at: number) => Math.min((a[at] ?? 0) / all(a), (b[at] ?? 0) / all(b))
  return clip(places.reduce((sum, at) => sum + shared(at), 0))
}

/** Two rates by what the larger one would lose; below `least` they are noise. */
export const rateCloseness = (a: number, b: number, least: number): number =>
  clip(1 - Math.abs(a - b) / Math.max(a, b, least))

const POINTS = [0, 0.25, 0.5, 0.75, 1]

/** How close two sets of numbers lie, whatever their order and count: by their quartiles, in units of `range`. */
export function profileCloseness(a: readonly number[], b: readonly number[], range: number): number {
  const at = (values: readonly number[], share: number) =>
    [...values].sort((x, y) => x - y)[Math.round(share * (values.length - 1))] ?? 0
  const off = POINTS.reduce((sum, share) => sum + Math.abs(at(a, share) - at(b, share)), 0)
  return clip(1 - off / POINTS.length / range)
}
