import { expect, test } from 'vitest'
import { prepareOutcomes, sumOutcomes } from '#components/charts/prepare-outcomes.ts'

const counts = [
  { day: '2026-02-27', status: 'verified', count: 3 },
  { day: '2026-03-01', status: 'rejected', count: 2 },
  { day: '2026-03-01', status: 'verified', count: 1 },
  { day: '2026-03-01', status: 'running', count: 9 },
  { day: '2025-01-01', status: 'verified', count: 9 },
]

test('days are whole, in order, and empty ones are zero', () => {
  const days = prepareOutcomes(counts, '2026-02-27', '2026-03-01')
  expect(days.map((day) => [day.day, day.verified, day.rejected])).toEqual([
    ['2026-02-27', 3, 0],
    ['2026-02-28', 0, 0],
    ['2026-03-01', 1, 2],
  ])
})

test('only end states inside the span count', () => {
  const total = sumOutcomes(prepareOutcomes(counts, '2026-02-27', '2026-03-01'))
  expect(total).toEqual({ verified: 4, duplicate: 0, rejected: 2, error: 0, cancelled: 0 })
})
