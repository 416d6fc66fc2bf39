import { expect, test } from 'vitest'
import { curvesOf, OPTIONS } from '#components/charts/curves.fixture.ts'
import { curveRows } from '#components/charts/prepare-curve-table.ts'
import { prepareCurves } from '#components/charts/prepare-curves.ts'

test('the table has every drawn point with its value as it was answered', () => {
  const curves = curvesOf([[3, 1, 2], [5]])
  curves.lines[0]?.nonFinite.push({ x: 1.5, value: 'NaN' })
  curves.lines[0]?.superseded.push({ x: [1], y: [9] })
  const rows = curveRows(prepareCurves(curves, OPTIONS))
  expect(rows.map(({ series, x, value, note }) => [series, x, value, note])).toEqual([
    ['run 0', 0, 3, ''],
    ['run 0', 1, 1, ''],
    ['run 0', 1, 9, 'written over by a resume'],
    ['run 0', 1.5, Number.NaN, 'not finite'],
    ['run 0', 2, 2, ''],
    ['run 1', 0, 5, 'the run ends here'],
  ])
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
})

test('a zoom cuts the table as it cuts the chart', () => {
  const zoom = { from: 1, to: 2 }
  const rows = curveRows(prepareCurves(curvesOf([[3, 1, 2, 7]]), { ...OPTIONS, zoom }))
  expect(rows.map((row) => row.x)).toEqual([1, 2])
})
