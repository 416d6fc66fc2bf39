/** How an identity (run, group, solver) looks: one of eight hues, a dash and a marker, all from its id. */

export const HUES = 8
/** Dash patterns in pixels; the first is a full line. */
export const DASHES = ['', '7 3', '2 3', '9 3 2 3'] as const
export const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'bar'] as const
export type Marker = (typeof MARKERS)[number]
export type SeriesLook = { colour: string; dash: string; marker: Marker }

/** FNV-1a over UTF-16 units, 32 bits, mixed once more: ids that differ at the end alone must not share bits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 15)) >>> 0
}

/** The look of an identity. It depends on nothing else: not on order, on neighbours or on what is hidden. */
export function lookOf(id: string): SeriesLook {
  const hash = hashOf(id)
  return {
    colour: `var(--series-${(hash % HUES) + 1})`,
    dash: DASHES[(hash >>> 5) % DASHES.length] ?? '',
    marker: MARKERS[(hash >>> 11) % MARKERS.length] ?? 'circle',
  }
}

/**
 * The looks of what stands on a page together: each keeps its own where it can, and no two share a hue while there are
 * enough, nor hue and dash while those are. It depends on who is shown, not on their order.
 */
export function looksOf(ids: readonly string[]): Map<string, SeriesLook> {
  const looks = new Map<string, SeriesLook>()
  const taken = new Set<string>()
  for (const id of [...new Set(ids)].sort()) {
    const own = lookOf(id)
    // Dashes stay a run's own until the hues are used up; then every pair of hue and dash is tried.
    const round = Math.floor(looks.size / HUES)
    const dash = round === 0 ? own.dash : (DASHES[round % DASHES.length] ?? '')
    const hue = Number(/\d+/.exec(own.colour)?.[0] ?? 1) - 1
    const free = Array.from({ length: HUES }, (_, step) => ((hue + step) % HUES) + 1).find(
      (candidate) => !taken.has(`${round} ${candidate}`),
    )
    taken.add(`${round} ${free}`)
    looks.set(id, { ...own, colour: `var(--series-${free ?? hue + 1})`, dash })
  }
  return looks
}

/** One marker around a point as path data, about 6 px across. */
export function markerPath(marker: Marker, x: number, y: number): string {
  const [px, py] = [x.toFixed(1), y.toFixed(1)]
  switch (marker) {
    case 'circle':
      return `M${px} ${py}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`
    case 'square':
      return `M${px} ${py}m-2.7 -2.7h5.4v5.4h-5.4z`
    case 'triangle':
      return `M${px} ${py}m0 -3.4l3.3 5.8h-6.6z`
    case 'diamond':
      return `M${px} ${py}m0 -3.8l3.4 3.8l-3.4 3.8l-3.4 -3.8z`
    case 'cross':
      return `M${px} ${py}m-3 -1h2v-2h2v2h2v2h-2v2h-2v-2h-2z`
    case 'bar':
      return `M${px} ${py}m-1.3 -3.6h2.6v7.2h-2.6z`
  }
}
