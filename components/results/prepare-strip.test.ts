import { expect, test } from 'vitest'
import { attempt, ruling } from '#components/results/attempt.fixture.ts'
import { middleTier, prepareStrip, stripSentence } from '#components/results/prepare-strip.ts'

test('a square shows the middle seed, the lower of two, and says when seeds differ', () => {
  expect(middleTier(['gold', 'fail', 'bronze'])).toBe('bronze')
  expect(middleTier(['gold', 'below'])).toBe('below')
  const [mixed, equal, none] = prepareStrip([
    { competition: 'a', attempts: [attempt(1, 'gold'), attempt(2, 'fail'), attempt(3, 'silver')] },
    { competition: 'b', attempts: [attempt(1, 'median'), attempt(2, 'median')] },
    { competition: 'c', attempts: [] },
  ])
  expect(mixed).toMatchObject({ look: { kind: 'tier', tier: 'silver' }, mixed: true })
  expect(mixed?.words).toBe('a: seed 1 gold, seed 2 fail, seed 3 silver')
  expect(equal).toMatchObject({ look: { tier: 'median' }, mixed: false })
  expect(none).toMatchObject({ look: { kind: 'missing' } })
})

test('decisions are drawn as they count and told as they were reported', () => {
  const zeroed = attempt(1, 'gold', { counted: 'fail', ruling: ruling('zeroed') })
  const excluded = attempt(2, 'gold', { counted: null, ruling: ruling('excluded') })
  const rescored = attempt(3, 'gold', { counted: 'median', ruling: ruling('rescored', 'median') })
  const strip = prepareStrip([
    { competition: 'a', attempts: [zeroed] },
    { competition: 'b', attempts: [excluded] },
    { competition: 'c', attempts: [rescored, excluded] },
  ])
  expect(strip.map(({ words }) => words)).toEqual([
    'a: seed 1 fail (zeroed, was gold)',
    'b: seed 2 excluded (was gold)',
    'c: seed 3 median (rescored, was gold), seed 2 excluded (was gold)',
  ])
  expect(stripSentence(strip)).toBe('1 median, 1 fail, 1 excluded')
})
