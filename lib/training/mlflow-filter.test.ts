import { describe, expect, test } from 'vitest'
import { FilterError, parseFilter, parseOrder } from '#lib/training/mlflow-filter.ts'

describe('a filter', () => {
  test.each([
    ['', []],
    ["attributes.run_name = 'a b'", [{ kind: 'attribute', key: 'run_name', comparator: '=', value: 'a b' }]],
    ['run_id="x"', [{ kind: 'attribute', key: 'run_id', comparator: '=', value: 'x' }]],
    [
      "tags.mlflow.runName LIKE 'q%'",
      [{ kind: 'attribute', key: 'run_name', comparator: 'LIKE', value: 'q%' }],
    ],
    [
      "tags.`a b` != 'it''s' and metrics.critic/score/mean >= -1.5e-3",
      [
        { kind: 'tag', key: 'a b', comparator: '!=', value: "it's" },
        { kind: 'metric', key: 'critic/score/mean', comparator: '>=', value: -0.0015 },
      ],
    ],
    ['params."lr" ilike \'1%\'', [{ kind: 'param', key: 'lr', comparator: 'ILIKE', value: '1%' }]],
    [
      "attributes.run_id IN ('a', 'b') AND start_time > 17",
      [
        { kind: 'attribute', key: 'run_id', comparator: 'IN', value: ['a', 'b'] },
        { kind: 'attribute', key: 'start_time', comparator: '>', value: 17 },
      ],
    ],
    [
      String.raw`params.dir = 'C:\data\new' and params.n = 'it\'s' and params.m = 'it''s'`,
      [
        { kind: 'param', key: 'dir', comparator: '=', value: String.raw`C:\data\new` },
        { kind: 'param', key: 'n', comparator: '=', value: "it's" },
        { kind: 'param', key: 'm', comparator: '=', value: "it's" },
      ],
    ],
    [
      String.raw`params.dir = 'C:\data\'`,
      [{ kind: 'param', key: 'dir', comparator: '=', value: 'C:\\data\\' }],
    ],
    ['Created > 1', [{ kind: 'attribute', key: 'start_time', comparator: '>', value: 1 }]],
  ])('%s', (text, conditions) => {
    expect(parseFilter(text)).toEqual(conditions)
  })

  test.each([
    ["params.a = 'x' OR params.b = 'y'", 'AND'],
    ['metrics.loss', 'comes one of'],
    ["model.name = 'x'", 'attributes, metrics, params, tags or datasets'],
    ['params.a = x', 'text in quotes'],
    ["run_id IN 'a'", 'parentheses'],
    ["params.a = 'x' ; drop table", 'not understood'],
    ["'x' = 'x'", 'starts with a field'],
  ])('%s is refused', (text, message) => {
    expect(() => parseFilter(text)).toThrow(FilterError)
    expect(() => parseFilter(text)).toThrow(message)
  })
})

test('an order', () => {
  expect(parseOrder('metrics.loss DESC')).toEqual({ kind: 'metric', key: 'loss', descending: true })
  expect(parseOrder('attributes.start_time')).toEqual({
    kind: 'attribute',
    key: 'start_time',
    descending: false,
  })
  expect(parseOrder('params.`a b` asc')).toEqual({ kind: 'param', key: 'a b', descending: false })
  expect(() => parseOrder('metrics.loss SIDEWAYS')).toThrow('ASC or DESC')
  expect(() => parseOrder('')).toThrow(FilterError)
})
