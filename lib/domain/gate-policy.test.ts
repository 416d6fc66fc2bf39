import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PARTS } from '#lib/domain/fidelity/parts.ts'
import { checkOf, inForce, judgeMeasurements, PolicyRow, policyOf } from '#lib/domain/gate-policy.ts'
import { CURRENT_GATE_SET, gateSetOf, JUDGED_GATES, type Measurement } from '#lib/domain/gates.ts'
import { keysOf } from '#lib/domain/keys.ts'

const found = (id: string, more: Partial<Measurement> = {}): Measurement => ({
  id,
  of: null,
  value: null,
  holds: null,
  against: null,
  message: 'measured',
  anchor: null,
  ...more,
})

const Cases = z.object({
  rows: z.array(PolicyRow),
  cases: z.array(
    z.object({
      id: z.string(),
      of: z.string().optional(),
      value: z.number().optional(),
      holds: z.boolean().optional(),
      against: z.number().optional(),
      passed: z.boolean(),
    }),
  ),
})
/** The engine's tests hold its own reading of the policy to the same cases. */
const { rows, cases } = Cases.parse(
  JSON.parse(readFileSync(join(process.cwd(), 'python/tests/policy.json'), 'utf8')),
)
test.each(cases)('$id $of: $value $holds passes: $passed', ({ id, of, value, holds, against, passed }) => {
  const measurement = found(id, {
    of: of ?? null,
    value: value ?? null,
    holds: holds ?? null,
    against: against ?? null,
  })
  expect(checkOf(rows, 'leaks', measurement).passed).toBe(passed)
})

describe('a check', () => {
  test('shows value and limit, and where it failed says in words what was demanded', () => {
    const share = judgeMeasurements('leaks', [found('duplicates', { value: 0.0123456 })])
    expect(share).toEqual({
      gate: 'leaks',
      verdict: 'failed',
      checks: [
        {
          id: 'duplicates',
          passed: false,
          value: 0.01235,
          limit: 0.01,
          message: 'measured. Limit: at most 1 %.',
          anchor: null,
        },
      ],
    })
    const slow = judgeMeasurements('speed', [found('slow/s6', { of: 'rung', value: 31 })])
    expect(slow.checks[0]).toMatchObject({ limit: 30, message: 'measured. Limit: at most 30 s.' })
  })

  test('of two bounds shows the one that was broken', () => {
    const limitAt = (value: number) => judgeMeasurements('data-contract', [found('train-rows', { value })])
    expect(limitAt(49).checks[0]).toMatchObject({ limit: 50, message: 'measured. Limit: 50 to 200 rows.' })
    expect(limitAt(260).checks[0]).toMatchObject({ passed: false, limit: 200 })
    expect(limitAt(120).checks[0]).toMatchObject({ passed: true, limit: 200, message: 'measured' })
  })

  test('is judged by what the task itself demands where the policy names no limit', () => {
    const of = { of: 'reward', value: 900, against: 1000 }
    expect(judgeMeasurements('data-contract', [found('row-count', of)]).checks[0]).toMatchObject({
      passed: false,
      limit: 1000,
    })
  })

  test('that nobody demands is told', () => {
    const told = judgeMeasurements('fidelity', [found('columns', { of: 'far', value: 0 })])
    expect(told).toMatchObject({ verdict: 'passed', checks: [{ value: 0, limit: null }] })
  })

  test('that the policy does not know is a fault of ours, not a verdict', () => {
    expect(() => judgeMeasurements('leaks', [found('smell', { value: 1 })])).toThrow('no policy for smell')
  })
})

test('a changed limit is in force from its gate set on, and the old one until then', () => {
  const changed: PolicyRow[] = [
    { id: 'x', is: 'at most', limit: 1, until: 2 },
    { id: 'x', is: 'at most', limit: 2, since: 3 },
  ]
  const limits = [1, 2, 3, 4].map((set) => inForce(changed, set).map(({ limit }) => limit))
  expect(limits).toEqual([[1], [1], [2], [2]])
})

/**
 * What certificates were judged by is history. Where this fails, end the old row with `until` and begin the new one with
 * `since`: a changed limit is a new gate set.
 */
test.each([
  [1, '581e2136c7c86d7c'],
  [2, 'f3e0538611ca2ccf'],
])('the limits of gate set %i are what they were', (set, digest) => {
  const rows = gateSetOf(set).flatMap((gate) =>
    policyOf(gate, set).map(({ id, of, is, limit }) => JSON.stringify([gate, id, of, is, limit])),
  )
  expect(createHash('sha256').update(rows.sort().join()).digest('hex').slice(0, 16)).toBe(digest)
})

test('every gate asks something, and no question twice in a set', () => {
  for (const gate of JUDGED_GATES) {
    const named = policyOf(gate, CURRENT_GATE_SET).map(({ id, of }) => `${id} ${of ?? ''}`)
    expect(named.length, gate).toBeGreaterThan(0)
    expect(new Set(named).size, gate).toBe(named.length)
  }
})

test('what a faithful task must keep are parts that fidelity has', () => {
  const asked = policyOf('fidelity').flatMap(({ id }) => (['*', 'overall'].includes(id) ? [] : [id]))
  expect(keysOf(PARTS)).toEqual(expect.arrayContaining(asked))
})
