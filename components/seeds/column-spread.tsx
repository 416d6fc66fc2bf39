import { formatCount } from '#components/patterns/format.ts'
import type { ColumnSpread as Spread } from '#lib/domain/artefacts/seed-profile.ts'

/** With a tenth: halves of a table are 50.5 % and 49.5 %. */
const percent = (share: number): string => `${Math.round(1000 * share) / 10} %`

/** A small histogram; its ends stand below it, and its counts are read out. */
function Bars({ from, to, bars }: Extract<Spread, { kind: 'bars' }>) {
  const most = Math.max(1, ...bars)
  return (
    <div className="w-36">
      <div
        role="img"
        aria-label={`From ${from} to ${to}: ${bars.join(', ')} rows`}
        className="flex h-7 items-end gap-px border-b border-line"
      >
        {bars.map((count, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place on the scale
            key={at}
            aria-hidden
            className="min-w-0 flex-1 bg-sand"
            style={{ height: count === 0 ? 0 : `${Math.max(6, Math.round((100 * count) / most))}%` }}
          />
        ))}
      </div>
      <div aria-hidden className="num flex justify-between gap-2 text-xs text-muted">
        <span>{from}</span>
        <span>{to}</span>
      </div>
    </div>
  )
}

function Values({ values, others }: Extract<Spread, { kind: 'values' }>) {
  const all = others + values.reduce((sum, { count }) => sum + count, 0)
  return (
    <ul className="flex max-w-72 flex-col text-xs">
      {values.map(({ value, count }) => (
        <li key={value} className="flex items-baseline justify-between gap-3">
          <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">{value}</span>
          <span className="num whitespace-nowrap text-muted">{percent(count / Math.max(1, all))}</span>
        </li>
      ))}
      {others > 0 ? <li className="text-muted">{formatCount(others)} more cells</li> : null}
    </ul>
  )
}

/** How the cells of one column are spread. */
export function ColumnSpread({ spread }: { spread: Spread }) {
  if (spread.kind === 'bars') return <Bars {...spread} />
  if (spread.kind === 'values') return <Values {...spread} />
  const [first] = spread.samples
  return first === undefined ? null : (
    <span className="line-clamp-2 max-w-72 text-xs [overflow-wrap:anywhere]">{first}</span>
  )
}
