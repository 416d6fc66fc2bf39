import { describe, expect, test } from 'vitest'
import { assignColumns, canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { stream } from '#lib/pipeline/stream.ts'

const MEASURED = ['mass', 'length', 'volume', 'count', 'money', 'duration', 'concentration', 'frequency']
const MEANINGS = [...MEASURED, 'speed', 'flow', 'pressure', 'force', 'power', 'energy']
const number = { kind: 'numeric', table: 'main', positive: true, levels: null, meanings: MEANINGS }
const RATIO = MechanismMeta.parse({
  id: 'ratio-threshold',
  title: 'Ratio',
  modality: 'tabular',
  tasks: ['binary'],
  roles: [
    { ...number, name: 'numerator' },
    { ...number, name: 'denominator', divides: 'numerator' },
    {
      name: 'group',
      kind: 'categorical',
      table: 'main',
      positive: false,
      levels: [3, 8],
      norms: 'numerator',
    },
  ],
  knobs: [],
  hint: 'A proportion matters.',
  skills: ['ratios'],
  combinable: true,
  keywords: [],
})

const world = (id: string): Domain => {
  const domain = DOMAINS.find((one) => one.id === id)
  if (domain === undefined) throw new Error(`${id} is one of the worlds`)
  return domain
}

function drawnIn(domain: Domain, mechanisms: readonly MechanismMeta[], seed: number) {
  const assigned = assignColumns(mechanisms, domain, (meta, role) => ({
    shuffle: (items) => stream(seed, `${meta.id}/${role.name}`).shuffle(items),
  }))
  return mechanisms.map((_, at) =>
    Object.fromEntries(
      (assigned ?? []).filter((one) => one.at === at).map(({ role, offer }) => [role.name, offer.name]),
    ),
  )
}
const seeds = Array.from({ length: 60 }, (_, seed) => seed)

describe('a mechanism of ratios', () => {
  test.each(DOMAINS.filter(({ ratios = [] }) => ratios.length > 0).map(({ id }) => id))(
    'plays every ratio of %s in time, and no other',
    (id) => {
      const domain = world(id)
      const listed = (domain.ratios ?? []).flatMap(({ of, by, norm }) =>
        norm.map((group) => `${of} / ${by} by ${group}`),
      )
      const drawn = seeds.map((seed) => {
        const [roles] = drawnIn(domain, [RATIO], seed)
        return `${roles?.numerator} / ${roles?.denominator} by ${roles?.group}`
      })
      expect([...new Set(drawn)].sort()).toEqual(listed.sort())
    },
  )

  test('is not offered where a world lists none', () => {
    expect(canPlay([RATIO], world('crater-tile'))).toBe(false)
  })

  test('takes any rate of a world that has no list', () => {
    const { ratios: _, ...older } = world('freight-invoice')
    const drawn = seeds.map((seed) => drawnIn(older, [RATIO], seed)[0])
    expect(drawn.map((roles) => roles?.group)).toContain('delivery_place')
    expect(drawn.map((roles) => roles?.denominator)).toContain('lane_km')
  })

  test('leaves its columns to itself beside another mechanism', () => {
    const both = [RATIO, { ...RATIO, id: 'ratio-again' }]
    const [first, second] = drawnIn(world('cargo-bike'), both, 1)
    const names = [...Object.values(first ?? {}), ...Object.values(second ?? {})]
    expect(new Set(names).size).toBe(names.length)
    expect(canPlay(both, world('florist-order'))).toBe(false)
  })
})

describe('a mechanism that asks for a cause', () => {
  const caused = { ...RATIO, caused: true as const }
  const because = ['what is set is borne', 'what is borne is set']
  const cargo = { ...world('freight-invoice'), ratios: undefined }
  const columns = { numerator: ['gross_mass', 'volume'], group: ['delivery_place'] }
  const withCauses = { ...cargo, causes: [{ mechanism: RATIO.id, columns, because }] }

  test('is bound along one cause at a time', () => {
    const other = { mechanism: RATIO.id, columns: { numerator: ['lane_km'], group: ['mode'] }, because }
    const domain = { ...cargo, causes: [...withCauses.causes, other] }
    const drawn = seeds.map((seed) => drawnIn(domain, [caused], seed)[0])
    const pairs = new Set(drawn.map((roles) => `${roles?.numerator} by ${roles?.group}`))
    expect([...pairs].sort()).toEqual([
      'gross_mass by delivery_place',
      'lane_km by mode',
      'volume by delivery_place',
    ])
  })

  test('is not offered in a world that lists causes, and none for it', () => {
    const elsewhere = withCauses.causes.map((cause) => ({ ...cause, mechanism: 'another-rule' }))
    expect(canPlay([caused], { ...cargo, causes: elsewhere })).toBe(false)
    expect(canPlay([RATIO], { ...cargo, causes: elsewhere })).toBe(true)
  })

  test('takes any columns of a world that has no list', () => {
    const drawn = seeds.map((seed) => drawnIn({ ...cargo, causes: undefined }, [caused], seed)[0])
    expect(drawn.map((roles) => roles?.group)).toContain('cargo')
  })
})
