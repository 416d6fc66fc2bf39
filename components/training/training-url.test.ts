import { expect, test } from 'vitest'
import { patchQuery } from '#components/patterns/patch-query.ts'
import { type CurveView, readCurveView, writeCurveView } from '#components/training/training-url.ts'

const RUN = '0193a7c2-77aa-7000-8000-0123456789ab'
const read = (query: string) => readCurveView(new URLSearchParams(query))

const FULL: CurveView = {
  shown: { mode: 'only', keys: ['456789ab', 'cdef0123'] },
  metrics: ['critic/score/mean', 'a, 100 %', 'val-core/acme/mle/reward/mean@1'],
  x: 'tokens, seen',
  naming: 'differences',
  open: ['critic', 'val-core'],
  group: 'seed',
  aggregate: 'iqm',
  band: 'range',
  smoothing: { kind: 'time-ema', halfLifeSeconds: 30 },
  log: true,
  zoom: { from: 0.25, to: 1e6 },
  baseline: RUN,
  large: 'critic/score/mean',
  height: 340,
  point: { runId: RUN, fromStep: 10, toStep: 12 },
}

test('a view comes back from its address as it was', () => {
  expect(read(patchQuery('', writeCurveView(FULL)))).toEqual(FULL)
  for (const smoothing of [
    { kind: 'ema', weight: 0.9 },
    { kind: 'window', points: 20 },
  ] as const)
    expect(read(patchQuery('', writeCurveView({ smoothing }))).smoothing).toEqual(smoothing)
})

test.each([
  ['9999', 800],
  ['-5', 120],
  ['tall', 200],
  ['', 200],
  ['333.4', 333],
])('a height of %s is drawn as %d', (text, height) => {
  expect(read(`?height=${text}`).height).toBe(height)
})

test('no open section is a choice', () => {
  expect(read(patchQuery('', writeCurveView({ open: [] }))).open).not.toBeNull()
  expect(read('').open).toBeNull()
})

test('the default view leaves the address empty', () => {
  expect(patchQuery('', writeCurveView(read('')))).toBe('')
})

test('nonsense in the address is the default', () => {
  const odd = read('smooth=ema:7&from=9&to=3&baseline=me&point=x:1:2&mean=mode&group=all&log=yes&x=')
  expect(odd).toEqual(read(''))
})

test('no run at all stays a choice', () => {
  const query = patchQuery('', writeCurveView({ shown: { mode: 'only', keys: [] } }))
  expect(read(query).shown.mode).toBe('only')
})
