import { describe, expect, test } from 'vitest'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { firstYear, spanOf } from '#lib/domain/artefacts/first-day.ts'
import { rebindSpec } from '#lib/domain/rebind-spec.ts'
import { checkSpec } from '#lib/domain/spec-check.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const PLANS = Array.from({ length: 120 }, (_, ordinal) =>
  strategise(makeDna({ nTrain: 150, modality: 'join' }), CATALOGUE, DOMAINS, {
    ...{ runSeed: 4, ordinal, likeness: 'varied', secret: 'c'.repeat(32), reasons: [] },
  }),
).filter(({ modality }) => modality === 'join')
type Plan = Pick<(typeof PLANS)[number], 'columns'>
const worldCalled = (id: string): Domain => {
  const found = DOMAINS.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no world ${id}`)
  return found
}
const historyOf = ({ columns }: Plan) => {
  const day = columns.find((one) => one.kind === 'date' && one.table !== 'main')
  if (day?.kind !== 'date') throw new Error('a join without a day')
  return day
}
const numbersOf = ({ columns }: Plan) => columns.flatMap((one) => (one.kind === 'numeric' ? [one] : []))

describe('plans of histories', () => {
  test('have the visits of their world, over as long as it has them', () => {
    expect(PLANS.length).toBeGreaterThan(60)
    for (const plan of PLANS) {
      const { child } = worldCalled(plan.domain.id)
      expect(historyOf(plan).visits).toEqual(child.visits)
      const days = historyOf(plan).days
      if (child.years) expect(days).toBeGreaterThan(0.75 * 365 * child.years)
      expect(days).toBeLessThanOrEqual(365 * (child.years ?? 1))
    }
    expect(PLANS.some((plan) => historyOf(plan).days > 1000)).toBe(true)
  })

  test('follow what their world has, as far as the plan has it', () => {
    const followed = PLANS.flatMap((plan) =>
      numbersOf(plan).flatMap((one) => (one.follows ?? []).map(({ column }) => ({ plan, one, column }))),
    )
    expect(followed.length).toBeGreaterThan(PLANS.length / 3)
    for (const { plan, one, column } of followed) {
      const own = worldCalled(plan.domain.id).child.columns.find(({ name }) => name === one.name)
      expect(own?.kind === 'numeric' && own.follows?.map((other) => other.column)).toContain(column)
      const main = numbersOf(plan).filter(({ table }) => table === 'main')
      expect(main.map(({ name }) => name)).toContain(column)
    }
  })

  test('get those of the world that they move to', () => {
    const { secret: _, ...plan } = PLANS[0] ?? expect.unreachable()
    const moved = DOMAINS.flatMap((world) => {
      const one = rebindSpec(plan, world, CATALOGUE.mechanisms)
      return one ? [{ world, one }] : []
    })
    expect(moved.length).toBeGreaterThan(6)
    for (const { world, one } of moved) {
      expect(historyOf(one).visits, world.id).toEqual(world.child.visits)
      expect(historyOf(one).days, world.id).toBeLessThanOrEqual(365 * (world.child.years ?? 1))
      const main = one.columns.filter(({ table }) => table === 'main').map(({ name }) => name)
      for (const { follows = [] } of numbersOf(one))
        for (const { column } of follows) expect(main, world.id).toContain(column)
    }
  })

  test('end in the recent past, however long they are', () => {
    const organ = worldCalled('organ-pipe')
    const last = firstYear('join', organ, (n) => n - 1)
    const days = spanOf(organ, { modality: 'join', table: organ.child.table, days: 365 })
    expect(last + Math.round(days / 365)).toBeLessThanOrEqual(2024)
    expect(firstYear('join', worldCalled('heat-pump'), (n) => n - 1)).toBe(2023)
    for (const plan of PLANS) {
      const { start, days: span } = historyOf(plan)
      expect(Date.parse(start) + span * 86_400_000, plan.domain.id).toBeLessThan(Date.parse('2025-01-01'))
    }
  })

  test('are refused where the main table has visits, or follows anything', () => {
    const { secret: _, ...plan } = PLANS[0] ?? expect.unreachable()
    const wrong = plan.columns.map((one) =>
      one.kind === 'numeric' && one.table === 'main'
        ? { ...one, follows: [{ column: one.name, strength: 0.5 }] }
        : one,
    )
    const { name } = worldCalled(plan.domain.id).date
    const day = {
      kind: 'date' as const,
      name,
      table: 'main',
      start: '2020-01-07',
      days: 90,
      missingRate: 0 as const,
    }
    const visits = { rows: 2, never: [] }
    const told = checkSpec({ ...plan, columns: [...wrong, { ...day, visits }] }, plan, DOMAINS)
    expect(told.map(({ message }) => message).join(' ')).toMatch(/cannot follow.*has no visits/s)
  })
})

describe.each(DOMAINS.map((domain) => [domain.id, domain] as const))('the history of %s', (_, domain) => {
  const { columns, child, causes = [] } = domain

  test('follows numbers of the main table, and nothing else does', () => {
    const numbers = columns.flatMap((one) => (one.kind === 'numeric' ? [one.name] : []))
    for (const one of child.columns)
      for (const { column, strength } of (one.kind === 'numeric' && one.follows) || []) {
        expect(numbers).toContain(column)
        expect(Math.abs(strength), one.name).toBeGreaterThanOrEqual(0.4)
      }
    expect(columns.some((one) => one.kind === 'numeric' && one.follows !== undefined)).toBe(false)
  })

  test('has years or days, not both', () => {
    expect(child.years !== undefined && child.days !== undefined).toBe(false)
  })

  test('has bursts in words that are true of every window, from two days to six', () => {
    for (const { mechanism, because } of causes)
      if (mechanism === 'join-bursts')
        for (const clause of because)
          expect(clause).not.toMatch(/next day|a day or two|same day|within a week/)
  })
})
