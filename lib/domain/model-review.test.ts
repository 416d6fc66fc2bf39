import { expect, test } from 'vitest'
import { type Judgement, precisionOf } from '#lib/domain/model-review.ts'

const findings = (confirmed: number, refuted: number, open = 0) => {
  const of = (verdict: Judgement | null) => ({ criterion: 'leaks', model: 'm', verdict }) as const
  return [
    ...Array.from({ length: confirmed }, () => of('confirmed')),
    ...Array.from({ length: refuted }, () => of('refuted')),
    ...Array.from({ length: open }, () => of(null)),
  ]
}

test.each([
  [4, 6, true],
  [5, 5, false],
  [0, 9, false],
])('%i confirmed and %i refuted: advisory %s', (confirmed, refuted, advisory) => {
  expect(precisionOf(findings(confirmed, refuted, 3))).toEqual([
    { criterion: 'leaks', model: 'm', confirmed, judged: confirmed + refuted, open: 3, advisory },
  ])
})

test('models and criteria are counted apart', () => {
  const rows = precisionOf([
    { criterion: 'data', model: 'b', verdict: 'confirmed' },
    { criterion: 'statement', model: 'a', verdict: 'refuted' },
    { criterion: 'evaluator', model: 'a', verdict: null },
  ])
  expect(rows.map(({ model, criterion, judged }) => [model, criterion, judged])).toEqual([
    ['a', 'statement', 1],
    ['a', 'evaluator', 0],
    ['b', 'data', 1],
  ])
})
