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
  expect(candidatesHint(candidates, seeds)).toBe(words)
})
