import { expect, test } from 'vitest'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'
import type { Metric } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { chooseForm } from '#lib/pipeline/strategy/choose-form.ts'
import { stream } from '#lib/pipeline/stream.ts'

const withSkew = (skew: number) => {
  const dna = makeMeasuredDna()
  return { structure: { ...dna.structure, target: { kind: 'numbers' as const, skew } } }
}
const delays = DOMAINS.map(({ targets }) => targets.regression).find(({ name }) => name === 'delay_minutes')
const form = (likeness: Likeness, skew: number, metric: Metric = 'mae') => {
  if (delays === undefined) throw new Error('a world with delays is there')
  const change = { draw: (field: string) => stream(field), keep: LIKENESS_FACTS[likeness] }
  return chooseForm(withSkew(skew), delays, metric, change)
}

test.each([
  [0.25, { skew: 0.5 }],
  [0.9, { skew: 0.6 }],
  [0.02, {}],
  [-0.4, {}],
])('a faithful plan of a seed whose target has skew %d has %j', (skew, expected) => {
  expect(form('faithful', skew)).toEqual(expected)
})

test('others have what is usual in their world', () => {
  expect(delays?.zeros).toBeGreaterThan(0)
  for (const likeness of ['varied', 'far'] as const) {
    const { skew = 0, zeros = 0 } = form(likeness, 0)
    expect(Math.abs(skew / (delays?.skew ?? 0) - 1)).toBeLessThan(0.3)
    expect(Math.abs(zeros / (delays?.zeros ?? 0) - 1)).toBeLessThan(0.35)
  }
})

test('logarithms have no tail', () => {
  expect(form('varied', 0.3, 'rmsle')).toEqual({})
  expect(form('faithful', 0.3, 'rmsle')).toEqual({})
})
