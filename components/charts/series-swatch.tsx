import { markerPath, type SeriesLook } from '#components/charts/series-look.ts'

/** A short piece of the line as the charts draw it: hue, dash and marker. */
export function SeriesSwatch({ look, baseline = false }: { look: SeriesLook; baseline?: boolean }) {
  const colour = baseline ? 'var(--ink)' : look.colour
  return (
    <svg width={26} height={12} aria-hidden className="shrink-0">
      <path d="M1 6H25" stroke={colour} strokeWidth={2} strokeDasharray={baseline ? '8 4' : look.dash} />
      <path d={markerPath(look.marker, 13, 6)} fill="var(--raised)" stroke={colour} strokeWidth={1.5} />
    </svg>
  )
}
