import { plural } from '#components/patterns/format.ts'

/** Bars of a column head, 60 by 20 px; the sentence is read aloud and shown on hover. */
export function Histogram({ counts, sentence }: { counts: readonly number[]; sentence: string }) {
  const top = Math.max(1, ...counts)
  const width = 60 / Math.max(1, counts.length)
  const words = `${sentence}, ${plural(counts.length, 'bar')}`
  return (
    <svg role="img" aria-label={words} width={60} height={20} className="my-1 block">
      <title>{words}</title>
      {counts.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(1, Math.round((count / top) * 20))
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its position
        return (
          <rect
            key={index}
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
