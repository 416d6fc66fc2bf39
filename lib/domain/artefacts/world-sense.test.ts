import { describe, expect, test } from 'vitest'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { linksOf, sensesOf } from '#lib/domain/artefacts/world-sense.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'

const found = DOMAINS.find(({ id }) => id === 'tool-rental')
if (found === undefined) throw new Error('tool-rental is one of the worlds')
const domain = found

const column = (name: string, table = 'main'): SpecColumn => {
  const own = [...domain.columns, ...domain.child.columns].find((one) => one.name === name)
  if (own === undefined) throw new Error(`${name} is a column of tool-rental`)
  return { ...own, table, missingRate: 0 } as SpecColumn
}
const names = (kind: string) => domain.columns.filter((one) => one.kind === kind).map(({ name }) => name)

describe('what a world says of a task', () => {
  const columns = [...names('numeric').slice(0, 4), ...names('categorical')].map((name) => column(name))

  test('is said of the columns of the task alone, and of a child table that it has', () => {
    const target = { name: domain.targets.binary.name, unit: null, classes: ['no', 'yes'] }
    const senses = sensesOf({ task: 'binary', target, columns }, domain)
    expect(Object.keys(senses ?? {}).sort()).toEqual(columns.map(({ name }) => name).sort())
    const child = domain.child.columns.map(({ name }) => column(name, domain.child.table))
    const joined = sensesOf({ task: 'binary', target, columns: [...columns, ...child] }, domain)
    expect(joined).toHaveProperty(domain.child.table)
  })

  test('has a push for each class that the task has, in its order', () => {
    const { name, classes, sense = {} } = domain.targets.multiclass
    const few = [...classes].reverse().slice(0, 3)
    const senses = sensesOf(
      { task: 'multiclass', target: { name, unit: null, classes: few }, columns },
      domain,
    )
    const [first = ''] = names('numeric')
    const all = sense[first]
    if (!Array.isArray(all)) throw new Error('a number has a push for each class')
    expect(senses?.[first]).toEqual(few.map((one) => all[classes.indexOf(one)]))
  })

  test('leaves levels out that the task has not', () => {
    const [category = ''] = names('categorical')
    const whole = column(category)
    if (whole.kind !== 'categorical') throw new Error('it has levels')
    const cut = { ...whole, categories: whole.categories.slice(0, 2) }
    const senses = sensesOf(
      {
        task: 'regression',
        target: { name: domain.targets.regression.name, unit: null, classes: null },
        columns: [cut],
      },
      domain,
    )
    expect(Object.keys(senses?.[category] ?? {})).toEqual(cut.categories)
  })
})

describe('links of a world among the columns of a task', () => {
  const links = [
    { from: 'cause', to: 'left', slope: 0.6 },
    { from: 'cause', to: 'right', slope: -0.8 },
    { from: 'lonely', to: 'left', slope: 0.5 },
    { from: 'kind', to: 'right', shifts: { a: 1, b: -1, c: 0 } },
    { from: 'left', to: 'elsewhere', slope: 0.5 },
  ]
  const numeric = (name: string): SpecColumn => ({
    kind: 'numeric',
    ...{ name, table: 'main', unit: 'kg', shape: 'normal', low: 0, high: 1, missingRate: 0 },
  })
  const kind: SpecColumn = {
    kind: 'categorical',
    name: 'kind',
    table: 'main',
    categories: ['a', 'b'],
    missingRate: 0,
  }
  const world = { ...domain, links }

  test('keep a cause that is no column where it moves two of them', () => {
    expect(linksOf(world, [numeric('left'), numeric('right')], () => 1)).toEqual([links[0], links[1]])
    expect(linksOf(world, [numeric('left')], () => 1)).toBeUndefined()
  })

  test('shift by the levels of the task, and are as strong as asked within limits', () => {
    expect(linksOf(world, [numeric('right'), kind], () => 3)).toEqual([
      { from: 'kind', to: 'right', shifts: { a: 2.5, b: -2.5 } },
    ])
    expect(linksOf(world, [numeric('left'), numeric('right')], () => 2)?.[1]).toMatchObject({ slope: -0.9 })
  })

  test('stay within one table', () => {
    expect(linksOf(world, [numeric('right'), { ...kind, table: 'visits' }], () => 1)).toBeUndefined()
  })
})
