import { expect, test } from 'vitest'
import { PROFILED_COLUMNS, SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { profileSeed } from '#lib/pipeline/extract/profile.ts'

const ROWS = 60
const profileOf = (header: string[], row: (n: number) => string[]) =>
  profileSeed({
    taskType: 'regression',
    target: 'y',
    idColumn: 'id',
    train: { header, rows: Array.from({ length: ROWS }, (_, n) => row(n)) },
    children: [],
    pictures: [],
    sounds: [],
  })

test('a table is told column by column: bars of numbers and days, shares of categories, samples of texts', () => {
  const day = (n: number) => `2026-01-${String((n % 28) + 1).padStart(2, '0')}`
  const profile = profileOf(['id', 'size', 'kind', 'at', 'note', 'file', 'y'], (n) => [
    String(n),
    n % 10 === 0 ? '' : String(n),
    ['oak', 'ash', 'ash'][n % 3] ?? '',
    day(n),
    `a note of several words about row ${n}`,
    `img/${n}.png`,
    String(n * 2),
  ])
  expect(SeedProfile.parse(profile)).toEqual(profile)
  const [id, size, kind, at, note, file, y] = profile.columns
  expect([id?.role, id?.dependence, y?.role, y?.dependence]).toEqual(['id', null, 'target', null])
  expect(size).toMatchObject({ kind: 'numeric', missing: 0.1, levels: 54 })
  if (size?.spread.kind !== 'bars') throw new Error('numbers have bars')
  expect([size.spread.from, size.spread.to]).toEqual(['1', '59'])
  expect(size.spread.bars.reduce((sum, count) => sum + count, 0)).toBe(54)
  expect(size.dependence).toBeGreaterThan(0.9)
  expect(kind?.spread).toEqual({
    kind: 'values',
    values: [
      { value: 'ash', count: 40 },
      { value: 'oak', count: 20 },
    ],
    others: 0,
  })
  expect(at?.spread).toMatchObject({ kind: 'bars', from: '2026-01-01', to: '2026-01-28' })
  expect(note?.spread).toMatchObject({ kind: 'samples' })
  expect([file?.kind, file?.dependence]).toEqual(['path', null])
})

test('wide tables are cut and counted, and no value is longer than a page can hold', () => {
  const names = Array.from({ length: PROFILED_COLUMNS + 7 }, (_, at) => `c${at}`)
  const profile = profileOf(['id', 'y', ...names], (n) => [
    String(n),
    String(n),
    ...names.map(() => 'x'.repeat(5000)),
  ])
  expect([profile.columns.length, profile.further]).toEqual([PROFILED_COLUMNS, 9])
  expect(JSON.stringify(profile).length).toBeLessThan(40_000)
})
