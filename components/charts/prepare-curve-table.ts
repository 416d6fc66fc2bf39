import { spanOf } from '#components/charts/curve-readings.ts'
import type { CurveChartModel } from '#components/charts/prepare-curves.ts'

/** One point that is drawn, in the words of the data table. */
export type CurveRow = {
  id: string
  series: string
  x: number
  value: number
  raw: number | null
  low: number | null
  high: number | null
  n: number | null
  /** What a value alone does not say: written over by a resume, not finite, end of a run. */
  note: string
}

const EMPTY = { raw: null, low: null, high: null, n: null, note: '' }

/** Every drawn point inside the view, series by series in the order of x. */
export function curveRows(model: CurveChartModel): CurveRow[] {
  const { view } = model
  const rows = model.series.flatMap((series): CurveRow[] => {
    const name = series.kind === 'baseline' ? `baseline ${series.label}` : series.label
    const row = (part: string, x: number, value: number, more: Partial<CurveRow> = {}): CurveRow => ({
      ...EMPTY,
      id: `${series.kind} ${series.id} ${part}`,
      series: name,
      x,
      value,
      ...more,
    })
    return [
      ...series.pieces.flatMap((piece, index) =>
        piece.x.map((x, at) => {
          const band = series.bands[index]
          const span = band ? spanOf(series.kind, band, at) : null
          return row(`${index}:${at}`, x, piece.y[at] ?? Number.NaN, {
            raw: piece.raw?.[at] ?? null,
            low: span?.low ?? null,
            high: span?.high ?? null,
            n: band?.n[at] ?? null,
            note: x === series.endsAt ? 'the run ends here' : '',
          })
        }),
      ),
      ...series.superseded.flatMap((piece, index) =>
        piece.x.map((x, at) =>
          row(`s${index}:${at}`, x, piece.y[at] ?? Number.NaN, { note: 'written over by a resume' }),
        ),
      ),
      ...series.nonFinite.map(({ x, value }, at) => row(`f${at}`, x, Number(value), { note: 'not finite' })),
    ].sort((a, b) => a.x - b.x)
  })
  return view ? rows.filter((row) => row.x >= view.from && row.x <= view.to) : rows
}
