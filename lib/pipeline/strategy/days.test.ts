import { describe, expect, test } from 'vitest'
import { rebindSpec } from '#lib/domain/rebind-spec.ts'
import { checkSpec } from '#lib/domain/spec-check.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const PLANS = Array.from({ length: 240 }, (_, ordinal) =>
  strategise(
    makeDna({ nTrain: 900, modality: ordinal % 3 === 0 ? 'series' : 'tabular' }),
    CATALOGUE,
    DOMAINS,
    { runSeed: 4, ordinal, likeness: 'varied', secret: 'c'.repeat(32), reasons: [] },
  ),
)
const worldOf = ({ domain }: (typeof PLANS)[number]) => {
  const found = DOMAINS.find(({ id }) => id === domain.id)
  if (found === undefined) throw new Error(`no world ${domain.id}`)
  return found
}
function withFrost() {
  const found = PLANS.find(({ columns }) =>
    columns.some((one) => one.kind === 'categorical' && one.seasons?.frost),
  )
  if (found === undefined) throw new Error('no plan has frost')
  return found
}
const hasSeason = (plan: (typeof PLANS)[number]) =>
  plan.columns.some(
    (one) => (one.kind === 'numeric' && one.season) || (one.kind === 'categorical' && one.seasons),
  )

describe('plans say how their columns follow the days', () => {
  test('as their world does', () => {
    const daily = PLANS.flatMap((plan) =>
      plan.columns.filter((one) => 'daily' in one && one.daily).map(({ name }) => ({ plan, name })),
    )
    expect(daily.length).toBeGreaterThan(20)
    for (const { plan, name } of daily)
      expect(worldOf(plan).columns.find((one) => one.name === name)?.daily, name).toBe(true)
    for (const plan of PLANS)
      for (const [name, lasts] of Object.entries(plan.style.lasting ?? {}))
        expect(worldOf(plan).columns.find((one) => one.name === name)?.lasts, name).toBe(lasts)
    expect(PLANS.filter(({ style }) => Object.keys(style.lasting ?? {}).length > 0).length).toBeGreaterThan(
      40,
    )
  })

  test('over a whole year where something has a season', () => {
    const seasonal = PLANS.filter(hasSeason)
    expect(seasonal.length).toBeGreaterThan(10)
    for (const { columns } of seasonal)
      for (const one of columns) if (one.kind === 'date' && one.table === 'main') expect(one.days).toBe(365)
  })

  test('and inside of the season of their world, where rows come in no other', () => {
    const winter = PLANS.filter((plan) => plan.modality !== 'series' && worldOf(plan).date.days !== undefined)
    const spans = winter.flatMap((plan) =>
      plan.columns.flatMap((one) =>
        one.kind === 'date' && one.table === 'main' ? [[plan, one.days] as const] : [],
      ),
    )
    expect(spans.length).toBeGreaterThan(4)
    for (const [plan, days] of spans) expect(days).toBeLessThanOrEqual(worldOf(plan).date.days ?? 0)
  })

  test('and what a plan with dates reads is there all year', () => {
    for (const { columns, mechanisms } of PLANS) {
      const read = new Set(mechanisms.flatMap((one) => Object.values(one.columns)))
      const isDated = columns.some(({ kind }) => kind === 'date')
      for (const one of columns)
        if (isDated && read.has(one.name)) expect(one.kind === 'numeric' && one.season, one.name).toBeFalsy()
    }
  })

  test('and, in joins, by which rhythms of their world rows come', () => {
    const joins = PLANS.filter(({ modality }) => modality === 'join')
    expect(joins.length).toBeGreaterThan(10)
    for (const plan of joins) expect(plan.style.rhythms).toEqual(worldOf(plan).date.rhythms)
    const moved = DOMAINS.flatMap((world) => {
      const { secret: _, ...plan } = joins[0] ?? withFrost()
      const one = rebindSpec(plan, world, CATALOGUE.mechanisms)
      return one ? [{ world, rhythms: one.style.rhythms }] : []
    })
    expect(moved.length).toBeGreaterThan(10)
    for (const { world, rhythms } of moved) expect(rhythms).toEqual(world.date.rhythms)
  })

  test('in a recent year of their own, at the time of the year of their world', () => {
    // The rows of a join are dated later, after their histories.
    const dated = PLANS.filter(({ modality }) => modality !== 'join').flatMap((plan) =>
      plan.columns.flatMap((one) => (one.kind === 'date' ? [{ plan, start: one.start }] : [])),
    )
    const years = new Set(dated.map(({ start }) => start.slice(0, 4)))
    expect(years.size).toBeGreaterThan(8)
    for (const year of years) expect(Number(year) >= 2012 && Number(year) <= 2023, year).toBe(true)
    for (const { plan, start } of dated) expect(start.slice(5)).toBe(worldOf(plan).date.start)
  })

  test('also when they move into another world', () => {
    const { secret: _, ...noise } = withFrost()
    for (const world of DOMAINS)
      for (const one of rebindSpec(noise, world, CATALOGUE.mechanisms)?.columns ?? []) {
        const own = world.columns.find(({ name }) => name === one.name)
        if (own?.kind !== 'categorical' || one.kind !== 'categorical') continue
        const levels = Object.keys(own.seasons ?? {}).filter((level) => one.categories.includes(level))
        expect([one.daily, Object.keys(one.seasons ?? {})]).toEqual([own.daily, levels])
      }
  })

  test('which keeps their year', () => {
    const { secret: _, ...noise } = withFrost()
    const startsOf = ({ columns }: Pick<typeof noise, 'columns'>) =>
      columns.flatMap((one) => (one.kind === 'date' ? [one.start] : []))
    const [year] = startsOf(noise).map((start) => start.slice(0, 4))
    for (const world of DOMAINS)
      for (const start of startsOf(rebindSpec(noise, world, CATALOGUE.mechanisms) ?? { columns: [] }))
        expect(start).toBe(`${year}-${world.date.start}`)
  })
})

const REFUSED: { seasons: Record<string, [number, number]>; why: RegExp }[] = [
  { seasons: { frost: [11, 3], fog: [9, 4] }, why: /fog is no level/ },
  {
    seasons: { fair: [1, 3], rain: [1, 3], frost: [11, 3] },
    why: /leave one that is there all year/,
  },
]
test.each(REFUSED)('seasons $seasons are refused', ({ seasons, why }) => {
  const { secret: _, ...plan } = withFrost()
  const columns = plan.columns.map((one) =>
    one.kind === 'categorical' && one.seasons ? { ...one, seasons } : one,
  )
  const told = checkSpec({ ...plan, columns }, plan, DOMAINS)
  expect(told.map(({ message }) => message).join(' ')).toMatch(why)
})
