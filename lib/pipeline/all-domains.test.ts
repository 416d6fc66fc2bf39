import { expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'

test('there are enough worlds in enough families', () => {
  expect(DOMAINS.length).toBeGreaterThanOrEqual(20)
  expect(new Set(DOMAINS.map((domain) => domain.family)).size).toBe(12)
})

test.each(DOMAINS.map((domain) => [`${domain.family}/${domain.id}`, domain] as const))(
  '%s is sound',
  (_, domain) => {
    const { columns, child, group, date, targets } = domain
    const names = [
      ...[...columns, ...child.columns].map((column) => column.name),
      ...[group.name, date.name, child.date],
      ...Object.values(targets).map((target) => target.name),
    ]
    // Two targets may share a name: a task has only one of them.
    const features = names.slice(0, columns.length + child.columns.length + 3)
    expect(new Set(features).size).toBe(features.length)
    for (const target of Object.values(targets)) expect(features).not.toContain(target.name)
    for (const column of [...columns, ...child.columns]) {
      if (column.kind === 'categorical')
        expect(new Set(column.categories).size).toBe(column.categories.length)
      else expect(column.low).toBeLessThan(column.high)
    }
    // Roles that must be positive need columns that are: at least four per world.
    const positive = columns.filter((column) => column.kind === 'numeric' && column.low > 0)
    expect(positive.length).toBeGreaterThanOrEqual(4)
  },
)
