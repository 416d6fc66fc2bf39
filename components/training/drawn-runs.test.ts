import { expect, test } from 'vitest'
import { curvesOf, OPTIONS } from '#components/charts/curves.fixture.ts'
import { prepareCurves } from '#components/charts/prepare-curves.ts'
import { columnsFor, curveQuery, drawnRuns } from '#components/training/drawn-runs.ts'
import { pointAt } from '#components/training/point-at.ts'
import { aRun } from '#components/training/training-run.fixture.ts'
import { readCurveView } from '#components/training/training-url.ts'

const view = (query = '') => readCurveView(new URLSearchParams(query))
const runs = (count: number) => Array.from({ length: count }, (_, at) => aRun({ config: { seed: `${at}` } }))

test('more than twelve runs become bands unless the reader says otherwise', () => {
  expect(drawnRuns(runs(12), view()).group).toBe('none')
  expect(drawnRuns(runs(13), view()).group).toBe('seed')
  expect(drawnRuns(runs(13), view('group=none')).group).toBe('none')
})

test('charts are asked again only while a drawn run logs', () => {
  const [open, done] = [aRun({ status: 'running' }), aRun({})]
  expect(drawnRuns([open, done], view()).isLive).toBe(true)
  expect(drawnRuns([done], view()).isLive).toBe(false)
  expect(drawnRuns([open, done], view(`hide=${open.id.slice(-8)}`)).isLive).toBe(false)
  expect(drawnRuns([open, done], view(`hide=${open.id.slice(-8)}&baseline=${open.id}`)).isLive).toBe(true)
})

test('columns keep a chart within its vertices', () => {
  expect(columnsFor(1, false)).toBe(400)
  for (const lines of [1, 13, 50, 200])
    for (const isSmoothed of [false, true]) {
      const vertices = columnsFor(lines, isSmoothed) * 4 * lines * (isSmoothed ? 2 : 1)
      expect(vertices).toBeLessThanOrEqual(Math.max(20_000, 20 * 4 * lines * 2))
    }
})

test('the question holds the whole view', () => {
  const drawn = drawnRuns(runs(2), view())
  expect(curveQuery('reward', drawn, view('smooth=ema:0.9&from=1&to=5&x=tokens&mean=iqm'))).toMatchObject({
    metric: 'reward',
    x: 'tokens',
    group: 'none',
    aggregate: 'iqm',
    smoothing: 'ema',
    smooth: 0.9,
    from: 1,
    to: 5,
  })
})

test('a click means the nearest line and the steps of its column', () => {
  const model = prepareCurves(curvesOf([Array(101).fill(1), Array(101).fill(2)]), OPTIONS)
  expect(pointAt(model, 50.2, 0.05, 10)).toEqual({ runIds: ['run-1'], fromStep: 45, toStep: 55 })
  expect(pointAt(model, 50.2, 0.95, 1000)).toEqual({ runIds: ['run-0'], fromStep: 50, toStep: 50 })
  expect(pointAt(model, 50, null, 1000)?.runIds).toEqual(['run-1', 'run-0'])
  expect(pointAt({ ...model, x: 'wall' }, 50, null, 10)).toBeNull()
  expect(pointAt(prepareCurves(curvesOf([[]]), OPTIONS), 0, null, 10)).toBeNull()
})
