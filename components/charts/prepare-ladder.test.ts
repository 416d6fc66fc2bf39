import { expect, test } from 'vitest'
import { prepareLadder, type RungScore } from '#components/charts/prepare-ladder.ts'

const thresholds = { median: 0.7, bronze: 0.8, silver: 0.85, gold: 0.9 }
const rung = (name: RungScore['rung'], score: number | null, half = 0.01): RungScore => ({
  rung: name,
  score,
  low: score === null ? null : score - half,
  high: score === null ? null : score + half,
  seconds: 1,
})

test('ladder order, tier and share of the gap', () => {
  const points = prepareLadder([rung('s8', 1), rung('s0', 0.5), rung('s4', 0.85)], thresholds, 'maximize')
  expect(points.map((point) => [point.rung, point.tier, point.share])).toEqual([
    ['s0', 'below', 0],
    ['s4', 'silver', 0.7],
    ['s8', 'gold', 1],
  ])
})

test('a failed rung is left out; without an oracle there is no share', () => {
  const points = prepareLadder([rung('s0', 0.5), rung('s5', null)], thresholds, 'maximize')
  expect(points).toHaveLength(1)
  expect(points[0]?.share).toBeNull()
})

test('whiskers are distances from the score', () => {
  const [point] = prepareLadder([rung('s3', 0.8, 0.02)], thresholds, 'maximize')
  expect(point?.whisker[0]).toBeCloseTo(0.02)
  expect(point?.whisker[1]).toBeCloseTo(0.02)
})
