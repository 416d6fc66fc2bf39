import { describe, expect, test } from 'vitest'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { spreadMissing, unevenMissing } from '#lib/pipeline/strategy/gaps.ts'
import { stream } from '#lib/pipeline/stream.ts'

const numeric = (name: string, table = 'main'): SpecColumn => ({
  kind: 'numeric',
  name,
  table,
  unit: 'kg',
  shape: 'normal',
  low: 0,
  high: 1,
  missingRate: table === 'main' ? 0.12 : 0,
})
const group: SpecColumn = {
  kind: 'categorical',
  name: 'site',
  table: 'main',
  categories: ['a', 'b'],
  missingRate: 0,
}
const COLUMNS = [...'abcdefg'].map((name) => numeric(name))
const TABLE = [...COLUMNS, group, numeric('amount', 'visits')]
const ratesOf = (columns: readonly SpecColumn[]) =>
  columns
    .filter(({ kind, table }) => kind === 'numeric' && table === 'main')
    .map(({ missingRate }) => missingRate)
const mean = (rates: readonly number[]) => rates.reduce((sum, rate) => sum + rate, 0) / rates.length

describe('gaps by column', () => {
  const plans = Array.from({ length: 40 }, (_, seed) =>
    unevenMissing(TABLE, 0.12, { read: new Set(['a', 'b']), filled: new Set() }, stream(seed)),
  )

  test('differ, some columns have none, and the mean is the one asked for', () => {
    for (const rates of plans.map(ratesOf)) {
      expect(mean(rates)).toBeCloseTo(0.12, 2)
      expect(rates.filter((rate) => rate === 0).length).toBeGreaterThan(0)
      expect(new Set(rates).size).toBeGreaterThan(3)
      expect(Math.max(...rates)).toBeGreaterThan(0.15)
    }
  })

  test('stay below what makes a column useless, and mild where a mechanism reads', () => {
    for (const columns of plans) {
      expect(Math.max(...ratesOf(columns))).toBeLessThanOrEqual(0.4)
      for (const { name, missingRate } of columns)
        if (name === 'a' || name === 'b') expect(missingRate).toBeLessThanOrEqual(0.15)
    }
  })

  test('are only those of numbers of the main table', () => {
    for (const columns of plans) expect(columns.slice(COLUMNS.length)).toEqual(TABLE.slice(COLUMNS.length))
  })

  test('stay alike where there is no room to differ, and none where none are asked for', () => {
    const all = new Set(COLUMNS.map(({ name }) => name))
    expect(ratesOf(unevenMissing(COLUMNS, 0.12, { read: all, filled: new Set() }, stream(0)))).toEqual(
      COLUMNS.map(() => 0.12),
    )
    const whole = COLUMNS.map((column) => ({ ...column, missingRate: 0 }) as SpecColumn)
    expect(unevenMissing(whole, 0, { read: new Set(), filled: new Set() }, stream(0))).toEqual(whole)
  })

  test('are in no column that is always filled, as long as the others have room for them', () => {
    const ratesWith = (filled: string, rate: number) => {
      const known = { read: new Set<string>(), filled: new Set(filled) }
      return unevenMissing(COLUMNS, rate, known, stream(2)).flatMap((one) =>
        one.missingRate === 0 ? [] : [one.name],
      )
    }
    for (const name of ratesWith('abcd', 0.12)) expect('efg').toContain(name)
    expect(ratesWith('abcdef', 0.3)).not.toEqual([])
    expect(ratesWith('abcdefg', 0.12)).not.toEqual([])
  })

  test('of a faithful table are alike and as many as those of all columns of its seed', () => {
    const rates = ratesOf(spreadMissing(TABLE, 0.07))
    expect(new Set(rates)).toEqual(new Set([0.08]))
  })
})
