import { describe, expect, test } from 'vitest'
import { isWhole, meaningOf } from '#lib/domain/artefacts/meanings.ts'
import type { Sense } from '#lib/domain/artefacts/sense.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'

const allPushes = (sense: Sense): (number | number[])[] =>
  Object.values(sense).flatMap((push) =>
    typeof push === 'number' || Array.isArray(push) ? [push] : Object.values(push),
  )
const isInert = (push: Sense[string]) =>
  (typeof push === 'object' && !Array.isArray(push) ? Object.values(push) : [push])
    .flat()
    .every((one) => one === 0)

describe.each(DOMAINS.map((domain) => [domain.id, domain] as const))('the sense of %s', (_, domain) => {
  const { columns, child, targets, links = [] } = domain
  const all = [...columns, ...child.columns]
  const levels = new Map(
    all.flatMap((column) =>
      column.kind === 'categorical' ? [[column.name, column.categories] as const] : [],
    ),
  )

  test.each(Object.entries(targets))(
    '%s: every column and the child table, each in its form',
    (task, target) => {
      const sense = target.sense ?? {}
      expect(Object.keys(sense).sort()).toEqual([...all.map(({ name }) => name), child.table].sort())
      for (const [name, categories] of levels)
        expect(Object.keys(sense[name] ?? {}).sort(), name).toEqual([...categories].sort())
      for (const push of allPushes(sense)) {
        if (task === 'multiclass') expect(push).toHaveLength(targets.multiclass.classes.length)
        else expect(Array.isArray(push)).toBe(false)
      }
      // A few drive the target, a few have nothing to do with it.
      const inert = Object.values(sense).filter(isInert).length
      expect(inert, 'columns without influence').toBeGreaterThanOrEqual(2)
      expect(inert, 'columns without influence').toBeLessThanOrEqual(5)
      const strong = allPushes(sense).filter((push) => [push].flat().some((one) => Math.abs(one) === 3))
      expect(strong.length, 'strong pushes').toBeGreaterThanOrEqual(2)
    },
  )

  test('links name columns of one table, each level, and go in no circle', () => {
    const known = [columns, child.columns].map((table) => new Set(table.map(({ name }) => name)))
    const numbers = new Set(all.filter(({ kind }) => kind === 'numeric').map(({ name }) => name))
    for (const link of links) {
      expect(
        known.some((table) => table.has(link.from) && table.has(link.to)),
        `${link.from} -> ${link.to}`,
      ).toBe(true)
      if ('leans' in link) {
        // Each level goes with some, and no level of the other goes with all.
        expect(Object.keys(link.leans).sort()).toEqual([...(levels.get(link.from) ?? [])].sort())
        for (const usual of Object.values(link.leans)) {
          expect(levels.get(link.to)).toEqual(expect.arrayContaining(usual))
          expect(usual.length).toBeLessThan(levels.get(link.to)?.length ?? 0)
        }
        continue
      }
      expect(numbers.has(link.to), link.to).toBe(true)
      if ('slope' in link) expect(numbers.has(link.from), link.from).toBe(true)
      else expect(Object.keys(link.shifts).sort()).toEqual([...(levels.get(link.from) ?? [])].sort())
    }
    const settled = new Set(levels.keys())
    for (let left = numbers.size; left > 0; left--)
      for (const name of numbers)
        if (links.every(({ from, to }) => to !== name || settled.has(from))) settled.add(name)
    expect([...numbers].filter((name) => !settled.has(name))).toEqual([])
  })

  test('counts that differ by far are few large ones and many small ones, and days and months are whole', () => {
    for (const column of all) {
      if (column.kind !== 'numeric') continue
      const { name, low, high, shape, unit, step } = column
      if (meaningOf(column) === 'count' && high > 5 * low)
        expect(['gamma', 'lognormal', 'beta'], name).toContain(shape)
      if (['day', 'week', 'month'].includes(unit) && !isWhole(column)) expect(step, name).toBe(1)
    }
  })

  test('some categories go with others, no category with two', () => {
    const leaning = links.filter((link) => 'leans' in link).map(({ to }) => to)
    expect(new Set(leaning).size).toBe(leaning.length)
    const main = columns.filter(({ kind }) => kind === 'categorical').map(({ name }) => name)
    for (const name of leaning) expect(main).toContain(name)
  })

  test('most numbers hang together with others, and some follow a category', () => {
    const numbers = columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name)
    const tied = numbers.filter((name) => links.some(({ from, to }) => from === name || to === name))
    expect(tied.length).toBeGreaterThanOrEqual(numbers.length - 1)
    expect(links.filter((link) => 'shifts' in link).length).toBeGreaterThanOrEqual(2)
  })
})
