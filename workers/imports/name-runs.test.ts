import { describe, expect, test } from 'vitest'
import type { ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { openNames } from '#workers/imports/name-runs.ts'

const NOTHING = { steps: new Float64Array(), values: new Float64Array(), times: null }
const runOf = (name: string, metrics: string[], identity: string | null = null): ParsedRun => ({
  name,
  identity,
  config: {},
  tags: {},
  startedAt: null,
  endedAt: null,
  segments: [{ series: new Map(metrics.map((metric) => [metric, NOTHING])) }],
})
type Given = [file: string, run: ParsedRun]
function namesOf(given: Given[], format = 'csv') {
  const named = openNames()
  return given.map(([file, run]) => named(run, { file, format }))
}

describe('runs of one name without ids', () => {
  test.each<[string, Given[], string[]]>([
    [
      'tables of two folders that name the same run',
      [
        ['a/metrics.csv', runOf('grpo', ['loss'])],
        ['b/metrics.csv', runOf('grpo', ['loss'])],
      ],
      ['grpo', 'grpo (csv)'],
    ],
    [
      'a folder and a file of one name',
      [
        ['grpo.jsonl', runOf('grpo', ['loss'])],
        ['grpo/metrics.jsonl', runOf('grpo', ['loss', 'kl'])],
      ],
      ['grpo', 'grpo (csv)'],
    ],
    [
      'other metrics in another folder',
      [
        ['a/x.csv', runOf('grpo', ['loss'])],
        ['b/x.csv', runOf('grpo', ['kl'])],
      ],
      ['grpo', 'grpo (csv)'],
    ],
    [
      'three that log the same',
      [
        ['a.csv', runOf('r', ['loss'])],
        ['b.csv', runOf('r', ['loss'])],
        ['c.csv', runOf('r', ['loss'])],
      ],
      ['r', 'r (csv)', 'r (csv 2)'],
    ],
  ])('are told apart, and it is said: %s', (_, given, names) => {
    const named = namesOf(given)
    expect(named.map(({ name }) => name)).toEqual(names)
    for (const [at, { name, note }] of named.entries())
      expect(note?.message ?? null).toEqual(
        at === 0 ? null : expect.stringContaining(`this one is "${name}"`),
      )
  })

  test('of one folder, each with metrics of its own, are one run', () => {
    const named = namesOf([
      ['loss.csv', runOf('grpo', ['loss'])],
      ['kl.csv', runOf('grpo', ['kl'])],
      ['kl (more).csv', runOf('grpo', ['kl'])],
      ['reward.csv', runOf('grpo', ['reward'])],
    ])
    expect(named.map(({ name }) => name)).toEqual(['grpo', 'grpo', 'grpo (csv)', 'grpo'])
  })
})

test('an id is what tells runs apart, whatever they logged, and needs no note', () => {
  const named = namesOf([
    ['a.wandb', runOf('grpo', ['loss'], 'aaaa')],
    ['b.wandb', runOf('grpo', ['kl'], 'bbbb')],
    ['c.csv', runOf('grpo', ['reward'])],
  ])
  expect(named.map(({ name }) => name)).toEqual(['grpo', 'grpo (bbbb)', 'grpo (csv)'])
  expect(named.map(({ note }) => note === null)).toEqual([true, true, false])
})

test('a name is cut so that what is added has room, and is never empty', () => {
  const [long, again, none] = namesOf([
    ['a.csv', runOf('n'.repeat(400), ['loss'])],
    ['b.csv', runOf('n'.repeat(400), ['loss'])],
    ['c.csv', runOf('  ', ['loss'])],
  ])
  expect([long?.name.length, again?.name.endsWith('n (csv)'), none?.name]).toEqual([200, true, 'run'])
  expect(again?.name.length).toBeLessThanOrEqual(250)
})
