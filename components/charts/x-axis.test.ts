import { expect, test } from 'vitest'
import { formatReading, formatTick, formatTicks, formatX, xTicks } from '#components/charts/x-axis.ts'

const labels = (x: string, from: number, to: number) => xTicks(x, { from, to }, 4).map((tick) => tick.label)

test('steps are counted, times are read off a clock', () => {
  expect(labels('step', 0, 100_000)).toEqual(['0', '50K', '100K'])
  expect(labels('step', 0, 1)).toEqual(['0', '1'])
  expect(labels('step', 0, 0)).toEqual(['0', '1'])
  expect(labels('tokens', 0, 1)).toContain('0.5')
  const start = Date.UTC(2026, 10, 23, 22, 50)
  expect(labels('wall', start, start + 3 * 3_600_000)).toEqual(['23:00', '11-24', '01:00'])
  expect(labels('relative', 0, 3600)).toEqual(['0.0 s', '30:00', '1:00:00'])
})

test('a span of years has few ticks, no span has one or none', () => {
  expect(labels('wall', 0, Date.UTC(2026, 0, 1)).length).toBeLessThanOrEqual(10)
  expect(labels('step', 7, 7).length).toBeLessThanOrEqual(10)
  expect(xTicks('step', null, 4)).toEqual([])
})

test('numbers of every size are short', () => {
  expect([0, 0.25, 1200, 50_000, 3.1e-7, -2e21].map(formatTick)).toEqual([
    '0',
    '0.25',
    '1,200',
    '50K',
    '3.1E-7',
    '-2E21',
  ])
  expect(formatReading(0.1 + 0.2)).toBe('0.3')
})

test.each([
  [
    [0, 0.02, 0.04, 0.06, 0.08],
    ['0', '0.02', '0.04', '0.06', '0.08'],
  ],
  [
    [0.99999, 0.999992, 0.999994],
    ['0.99999', '0.999992', '0.999994'],
  ],
  [
    [120_001, 120_002, 120_003],
    ['120,001', '120,002', '120,003'],
  ],
  [
    [1e-7, 1.0002e-7],
    ['1.0000E-7', '1.0002E-7'],
  ],
  [
    [5, 5],
    ['5', '5'],
  ],
  [
    [-0.00001, 0, 0.00001],
    ['-1E-5', '0', '1E-5'],
  ],
])('ticks %j have a label each', (values, expected) => {
  expect(formatTicks(values)).toEqual(expected)
})

test('a place is said with its unit', () => {
  expect(formatX('step', 1200)).toBe('step 1,200')
  expect(formatX('relative', 750)).toBe('12:30 since start')
  expect(formatX('wall', Date.UTC(2026, 10, 23, 11, 5, 9))).toBe('2026-11-23 11:05:09 UTC')
  expect(formatX('tokens', 5)).toBe('tokens 5')
})
