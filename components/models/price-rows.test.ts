import { expect, test } from 'vitest'
import { emptyRow, pricesOf, rowsOf } from '#components/models/price-rows.ts'

const row = (model: string, input: string, output: string) => ({ id: model, model, input, output })

test('typed dollars for a million tokens become micro-dollars, and come back as they were typed', () => {
  const read = pricesOf([row(' m ', '3', '0.25'), emptyRow('new'), row('own', '0', '0')])
  expect(read).toEqual({
    kind: 'ok',
    prices: {
      m: { inputMicroUsd: 3_000_000, outputMicroUsd: 250_000 },
      own: { inputMicroUsd: 0, outputMicroUsd: 0 },
    },
  })
  if (read.kind === 'ok')
    expect(rowsOf(read.prices)).toEqual([row('m', '3.00', '0.25'), row('own', '0.00', '0.00')])
})

test.each([
  [[row('', '1', '2')], 'lacks its model'],
  [[row('m', '1', '2'), row('m', '3', '4')], 'm has two prices'],
  [[row('m', '1', '')], 'prices of m are written like'],
  [[row('m', '1,5', '2')], 'prices of m are written like'],
])('%j is refused in words', (rows, words) => {
  expect(pricesOf(rows)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(words) })
})
