import { describe, expect, test } from 'vitest'
import { Structure } from '#lib/domain/artefacts/structure.ts'
import { dependenceOf } from '#lib/pipeline/extract/dependence.ts'
import { ranksOf, skewOf, spread } from '#lib/pipeline/extract/spread.ts'
import { measureStructure, type StructureMaterial } from '#lib/pipeline/extract/structure.ts'
import { stream } from '#lib/pipeline/stream.ts'

const draws = stream(7, 'structure')
const numbers = Array.from({ length: 200 }, () => draws.between(-1, 1))
const ordered = (values: readonly number[]) => ({ kind: 'ordered', values }) as const
const against = (target: readonly number[]) => [[ranksOf(target)], target] as const

describe('what one column tells of the target', () => {
  test.each([
    ['a line', (x: number) => 3 * x, true, [0.9, 1]],
    ['a rising curve', (x: number) => Math.exp(3 * x), true, [0.9, 1]],
    ['a hump', (x: number) => -(x ** 2), false, [0.7, 1]],
  ] as const)('%s', (_name, rule, monotone, [least, most]) => {
    const found = dependenceOf(ordered(numbers), ...against(numbers.map(rule)))
    expect(found.monotone).toBe(monotone)
    expect(found.dependence).toBeGreaterThan(least)
    expect(found.dependence).toBeLessThanOrEqual(most)
  })

  test('noise tells nearly nothing, and many levels tell nothing by being many', () => {
    const noise = Array.from({ length: 200 }, () => draws.between(0, 1))
    expect(dependenceOf(ordered(numbers), ...against(noise)).dependence).toBeLessThan(0.3)
    const levels = noise.map((_, at) => `level ${at % 60}`)
    expect(dependenceOf({ kind: 'levels', values: levels }, ...against(numbers)).dependence).toBeLessThan(0.3)
  })

  test('a level that decides the class tells all of it', () => {
    const values = numbers.map((x) => (x > 0 ? 'warm' : 'cold'))
    const classes = [values.map((one) => Number(one === 'warm')), values.map((one) => Number(one === 'cold'))]
    expect(dependenceOf({ kind: 'levels', values }, classes, null)).toEqual({ dependence: 1, monotone: null })
  })

  test('an empty or constant column tells nothing', () => {
    expect(dependenceOf(ordered([]), [[]], null).dependence).toBe(0)
    expect(dependenceOf(ordered(numbers.map(() => 1)), ...against(numbers)).dependence).toBe(0)
  })
})

test('skew lies between -1 and 1 and follows the tail', () => {
  expect(skewOf([1, 1, 1, 1, 100])).toBeGreaterThan(0.3)
  expect(skewOf([-100, 1, 1, 1, 1])).toBeLessThan(-0.3)
  expect(skewOf([2, 2])).toBe(0)
  expect(skewOf([])).toBe(0)
})

test('rows are spread over a table', () => {
  expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3])
  expect(
    spread(
      Array.from({ length: 1000 }, (_, at) => at),
      4,
    ),
  ).toEqual([0, 250, 500, 750])
})

describe('the structure of a task', () => {
  const material = (changes: Partial<StructureMaterial> = {}): StructureMaterial => ({
    taskType: 'multiclass',
    target: 'kind',
    idColumn: 'id',
    train: {
      header: ['id', 'weight', 'colour', 'note', 'kind'],
      rows: Array.from({ length: 90 }, (_, at) => [
        String(at),
        at % 9 === 0 ? '' : String(at % 7),
        ['crimson', 'teal', 'ochre'][at % 3] ?? '',
        `the ${['otter', 'heron', 'marten'][at % 3]} was seen ${at} times`,
        at % 3 === 0 ? 'none' : 'some',
      ]),
    },
    children: [{ header: ['id', 'seen'], perParent: 2.5 }],
    sounds: [],
    pictures: [8, 32, 24].map((size) => ({ width: size, height: size, channels: 3 })),
    ...changes,
  })

  test('is told without a name or a value of it', () => {
    const structure = measureStructure(material())
    expect(Structure.parse(structure)).toEqual(structure)
    expect(JSON.stringify(structure)).not.toMatch(
      /weight|colour|note|kind"?:"?(some|none)|teal|otter|seen|times/,
    )
  })

  test('has columns, target, joins, pictures and texts', () => {
    const { columns, target, joins, picture, text } = measureStructure(material())
    expect(columns.map(({ kind }) => kind).sort()).toEqual(['categorical', 'numeric', 'text'])
    expect(columns.find(({ kind }) => kind === 'numeric')?.missing).toBeCloseTo(1 / 9, 3)
    // What decides the class stands first.
    expect(columns[0]).toMatchObject({ kind: 'categorical', levels: 3, dependence: 1 })
    // A class may be called "none".
    expect(target).toEqual({ kind: 'classes', shares: [0.6667, 0.3333] })
    expect(joins).toEqual([{ columns: 2, perParent: 2.5 }])
    expect(picture).toEqual({ width: 24, height: 24, channels: 3 })
    expect(text).toEqual({ words: 6, vocabulary: 90 + 7 })
  })

  test('takes a column of another value in every row for texts where there are none', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [String(at), `C${at}H${at + 2}`, String(at % 2)])
    const { text } = measureStructure(
      material({ taskType: 'binary', train: { header: ['id', 'formula', 'kind'], rows } }),
    )
    expect(text).toEqual({ words: 1, vocabulary: 60 })
  })

  test('of a regression has the skew of its target', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [String(at), String(at % 5), String(at ** 3)])
    const { target } = measureStructure(
      material({ taskType: 'regression', train: { header: ['id', 'x', 'kind'], rows }, pictures: [] }),
    )
    expect(target.kind === 'numbers' && target.skew).toBeGreaterThan(0.2)
  })
})
