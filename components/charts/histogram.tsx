/** Bars of a column head, 60 by 20 px; the sentence is read aloud and shown on hover. */
export function Histogram({
  bins,
  sentence,
}: {
  bins: readonly { label: string; count: number }[]
  sentence: string
}) {
  const top = Math.max(1, ...bins.map((bin) => bin.count))
  const width = 60 / Math.max(1, bins.length)
  return (
    <svg role="img" aria-label={sentence} width={60} height={20} className="my-1 block">
      <title>{sentence}</title>
      {bins.map((bin, index) => {
        const height = bin.count === 0 ? 0 : Math.max(1, Math.round((bin.count / top) * 20))
        return (
          <rect
            key={bin.label}
            x={index * width}
            y={20 - height}
            width={Math.max(1, width - 1)}
            height={height}
            fill="var(--series-1)"
          />
        )
      })}
    </svg>
  )
}
