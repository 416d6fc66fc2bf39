import { expect, test } from 'vitest'
import { candidatesHint } from '#components/runs/candidates-hint.ts'

test.each([
  [8, 12, 'Seeds are taken in turns: 8 seeds of 12 get one candidate, 4 none.'],
  [1, 3, 'Seeds are taken in turns: 1 seed of 3 gets one candidate, 2 none.'],
  [12, 12, '1 a seed, taken in turns.'],
  [26, 12, '2 or 3 a seed, taken in turns.'],
  [8, 0, 'At most 500.'],
  [0, 5, 'At most 500.'],
])('%d candidates on %d seeds', (candidates, seeds, words) => {
  expect(candidatesHint({ by: 'run', value: candidates }, seeds)).toBe(words)
})

test.each([
  [3, 4, '12 candidates from 4 seeds.'],
  [1, 1, '1 candidate from 1 seed.'],
  [200, 4, 'That makes 800; a run has at most 500.'],
  [3, 0, 'At most 500.'],
])('%i for each of %i seeds: %s', (value, seeds, words) => {
  expect(candidatesHint({ by: 'seed', value }, seeds)).toBe(words)
})
