import { expect, test } from 'vitest'
import { keepLimits, readPositive } from '#lib/domain/artefacts/keep-limits.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

const number = (more: Partial<Extract<SpecColumn, { kind: 'numeric' }>>): SpecColumn => ({
  ...{ kind: 'numeric', name: 'rain', table: 'main', unit: 'mm', shape: 'gamma', low: 0, high: 40 },
  missingRate: 0,
  ...more,
})
const COIL = number({ name: 'coil', low: -20, atMost: 'air' })
const AIR = number({ name: 'air', low: -15 })

test('zeros and limits stay where a plan can have them', () => {
  const columns = [number({ zeros: 0.5 }), COIL, AIR]
  expect(keepLimits(columns)).toEqual(columns)
})

const CRATERS = number({ name: 'craters', shape: 'integer', whole: true, zeros: 0.2 })
const LARGEST = number({ name: 'largest', low: 3, needs: 'craters' })

test('what needs another number is zero with it, and a rule that takes no zero leaves none of either', () => {
  expect(keepLimits([CRATERS, LARGEST])).toEqual([CRATERS, LARGEST])
  const roles = [{ name: 'size', kind: 'numeric', table: 'main', positive: true, levels: null }] as const
  const positive = readPositive([{ roles: [...roles] }], [{ size: 'largest' }])
  const { zeros: _, ...always } = { ...CRATERS, low: 1 } as Record<string, unknown>
  const { needs: __, ...free } = LARGEST as Record<string, unknown>
  expect(keepLimits([CRATERS, LARGEST], positive)).toEqual([always, free])
  expect(keepLimits([LARGEST])).toEqual([free])
})

test.each([
  ['a number whose low end was moved has no zeros', [number({ zeros: 0.5, low: 1 })]],
  ['a child table has none', [number({ zeros: 0.5, table: 'events' })]],
  ['a column that the plan leaves out limits nothing', [COIL]],
  ['nor does one that may lie below the low end', [COIL, number({ name: 'air', low: -30 })]],
  [
    'nor one that a group does not fix, of a column that it fixes',
    [number({ name: 'coil', low: -20, atMost: 'air', per: 'site' }), AIR],
  ],
])('%s', (_, columns) => {
  expect(keepLimits(columns).some((one) => 'zeros' in one || 'atMost' in one)).toBe(false)
})
