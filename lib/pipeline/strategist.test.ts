import { describe, expect, test } from 'vitest'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { leastRewardRows, rewardRowsOf } from '#lib/domain/feedback.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { many, plan, SEEDS, share, situation } from '#lib/pipeline/plan.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

describe('every plan', () => {
  const specs = SEEDS.flatMap((dna) => many(dna, 40))

  test('is a valid spec whose metric fits its task', () => {
    for (const spec of specs) {
      expect(() => Spec.parse(spec)).not.toThrow()
      expect(METRIC_FACTS[spec.metric].tasks).toContain(spec.task)
    }
  })

  test('binds every role of every mechanism to a column of the right kind and table', () => {
    for (const spec of specs)
      for (const { id, columns } of spec.mechanisms) {
        const meta = CATALOGUE.mechanisms.find((one) => one.id === id)
        expect(meta?.modality).toBe(spec.modality)
        expect(meta?.tasks).toContain(spec.task)
        for (const role of meta?.roles ?? []) {
          const column = spec.columns.find((one) => one.name === columns[role.name])
          expect(column, `${id}.${role.name}`).toBeDefined()
          expect(column?.kind).toBe(role.kind)
          expect(column?.table === 'main').toBe(role.table === 'main')
          if (role.positive && column?.kind === 'numeric') expect(column.low).toBeGreaterThan(0)
          if (role.levels && column?.kind === 'categorical') {
            expect(column.categories.length).toBeGreaterThanOrEqual(role.levels[0])
            expect(column.categories.length).toBeLessThanOrEqual(role.levels[1])
          }
        }
      }
  })

  test('tells by which group of its rows a column is fixed', () => {
    let fixed = 0
    for (const { domain, columns, mechanisms } of specs) {
      const world = DOMAINS.find(({ id }) => id === domain.id)
      const groups = [world?.group, ...(world?.moreGroups ?? [])].filter(
        (group) => group !== undefined && columns.some(({ name }) => name === group.name),
      )
      const read = new Set(mechanisms.flatMap((one) => Object.values(one.columns)))
      for (const column of columns.filter(({ table }) => table === 'main')) {
        const fixing = groups.filter((group) => group?.fixes?.includes(column.name)).map((one) => one?.name)
        const per = 'per' in column && column.per !== undefined ? [column.per] : []
        expect(per, `${domain.id}: ${column.name}`).toEqual(fixing)
        if (per.length > 0) expect(read).not.toContain(column.name)
        fixed += per.length
      }
    }
    expect(fixed).toBeGreaterThan(specs.length / 4)
  })

  test('has rows of things that come back and of days that differ', () => {
    const tables = specs.filter(({ modality }) => modality === 'tabular' || modality === 'image')
    const main = ({ columns }: Spec) => columns.filter(({ table }) => table === 'main')
    const returning = (spec: Spec) =>
      main(spec).some((one) => one.kind === 'categorical' && one.categories.length >= 8)
    const dated = (spec: Spec) => main(spec).some(({ kind }) => kind === 'date')
    expect(share(tables, returning)).toBeGreaterThan(0.4)
    expect(share(tables, dated)).toBeGreaterThan(0.35)
  })

  test('knows the sense of the columns that may act', () => {
    for (const spec of specs) {
      const world = DOMAINS.find(({ id }) => id === spec.domain.id)
      if (spec.ordinary === undefined || spec.ordinary.looks) continue
      const told = Object.keys(spec.ordinary.senses ?? {})
      const plain = spec.columns.filter(({ kind }) => kind === 'numeric').map(({ name }) => name)
      const onMap = [world?.map?.east.name, world?.map?.north.name]
      expect(told).toEqual(expect.arrayContaining(plain.filter((name) => !onMap.includes(name))))
    }
  })

  test('ties nearly all tables of several numbers together by the links of their world', () => {
    const wide = specs.filter(({ columns }) => columns.filter(({ kind }) => kind === 'numeric').length > 3)
    expect(share(wide, ({ style }) => (style.links?.length ?? 0) > 0)).toBeGreaterThan(0.9)
  })

  test('weakens no link of child rows, of which a rule reads what no level tells', () => {
    let told = 0
    for (const { domain, columns, mechanisms, style } of specs) {
      const world = DOMAINS.find(({ id }) => id === domain.id)
      const read = new Set(mechanisms.flatMap((one) => Object.values(one.columns)))
      const isChild = (name: string) => columns.some((one) => one.name === name && one.table !== 'main')
      for (const link of style.links ?? []) {
        if (!('shifts' in link) || !read.has(link.to) || !isChild(link.to)) continue
        const own = world?.links.find(({ from, to }) => from === link.from && to === link.to)
        if (own === undefined || !('shifts' in own)) continue
        for (const [level, shift] of Object.entries(link.shifts))
          expect(Math.abs(shift)).toBeGreaterThanOrEqual(0.74 * Math.abs(own.shifts[level] ?? 0) - 0.01)
        told += 1
      }
    }
    expect(told).toBeGreaterThan(10)
  })

  test('says by which number of its world cells go missing where it has that', () => {
    for (const { domain, columns, style } of specs) {
      const by = DOMAINS.find(({ id }) => id === domain.id)?.story.gapsBy
      expect(style.gapsBy).toEqual(columns.some(({ name }) => name === by?.column) ? by : null)
    }
  })

  test('keeps the days off of its world, in a series too', () => {
    const closed = specs
      .filter(({ modality }) => modality === 'series')
      .flatMap(({ domain, columns }) => {
        const never = DOMAINS.find(({ id }) => id === domain.id)?.date.never
        const date = columns.find(({ kind, table }) => kind === 'date' && table === 'main')
        return never && date?.kind === 'date' ? [[date.never, never] as const] : []
      })
    expect(closed.length).toBeGreaterThan(0)
    for (const [own, never] of closed) expect(own).toEqual(never)
  })

  test('measures no logarithm of what falls below zero', () => {
    const dna = makeDna({ task: 'regression', metric: 'rmsle', classes: null, imbalance: null })
    const measured = many(dna, 60).filter(({ metric }) => metric === 'rmsle')
    expect(measured.length).toBeGreaterThan(20)
    expect(measured.filter(({ target }) => (target.range?.[0] ?? 0) < 0)).toEqual([])
  })

  test('has unique columns, none called like the target', () => {
    for (const spec of specs) {
      const names = spec.columns.map((column) => column.name)
      expect(new Set(names).size).toBe(names.length)
      expect(names).not.toContain(spec.target.name)
      expect(names).not.toContain('id')
      // Not `kiln` and `kiln_6`: a world has groups enough.
      expect(names.filter((name) => /_\d+$/.test(name))).toEqual([])
    }
  })

  test('runs a series at the places of its world', () => {
    const places = specs.flatMap(({ domain, mechanisms }) => {
      const groups = DOMAINS.filter(({ id }) => id === domain.id).flatMap((one) => [
        one.group,
        ...one.moreGroups,
      ])
      return mechanisms.flatMap(({ columns }) =>
        columns.site === undefined ? [] : [{ groups, site: columns.site }],
      )
    })
    expect(places.length).toBeGreaterThan(0)
    for (const { groups, site } of places) expect(groups.map(({ name }) => name)).toContain(site)
  })

  test('keeps two mechanisms off the same number or category', () => {
    for (const spec of specs) {
      const bound = spec.mechanisms.flatMap((mechanism) => Object.values(mechanism.columns))
      const shared = bound.filter((name, at) => bound.indexOf(name) !== at)
      for (const name of shared)
        expect(['date', 'text', 'path']).toContain(spec.columns.find((one) => one.name === name)?.kind)
    }
  })
})

test('the same situation gives the same spec, another ordinal or run seed another one', () => {
  expect(plan(makeDna(), 3)).toEqual(plan(makeDna(), 3))
  expect(plan(makeDna(), 3)).not.toEqual(plan(makeDna(), 4))
  expect(plan(makeDna(), 3)).not.toEqual(plan(makeDna(), 3, { runSeed: 8 }))
})

test('the domain leaves the family of the seed', () => {
  for (const family of ['health', 'culture', 'space'])
    for (const spec of many(makeDna({ family }))) expect(spec.domain.family).not.toBe(family)
})

describe('the seed matters', () => {
  test('modality and task stay with most descendants', () => {
    for (const dna of SEEDS) {
      const specs = many(dna)
      expect(share(specs, (spec) => spec.modality === dna.modality)).toBeGreaterThan(0.45)
      expect(share(specs, (spec) => spec.modality === dna.modality)).toBeLessThan(0.8)
    }
  })

  test.each([
    ['missing cells', { missingRate: 0 }, { missingRate: 0.18 }, (spec: Spec) => spec.missingRate],
    [
      'imbalance',
      { imbalance: 0.16 },
      { imbalance: 0.5 },
      (spec: Spec) => (spec.task === 'binary' ? (spec.imbalance ?? 0) : 0),
    ],
    ['noise', { difficulty: 0 }, { difficulty: 2 }, (spec: Spec) => spec.noise],
    ['training rows', { nTrain: 100 }, { nTrain: 90_000 }, (spec: Spec) => spec.rows.train],
    [
      'width',
      { columnTypes: { ...makeDna().columnTypes, numeric: 2 } },
      { columnTypes: { ...makeDna().columnTypes, numeric: 9 } },
      (spec: Spec) => (spec.modality === 'tabular' ? spec.columns.length : 0),
    ],
  ] as const)('%s follow it', (_, low, high, measure) => {
    const sum = (changes: Partial<Dna>) =>
      many(makeDna(changes)).reduce((total, spec) => total + measure(spec), 0)
    expect(sum(high)).toBeGreaterThan(1.02 * sum(low))
  })

  test('tables keep rows enough for feedback to tell tiers apart, files as many as they can bear', () => {
    const plans = SEEDS.flatMap((dna) => many({ ...dna, nTrain: 120, nTest: 60 }))
    for (const { rows, metric, modality } of plans) {
      const isFile = modality === 'image' || modality === 'audio'
      const least = isFile ? 250 : leastRewardRows(metric) > 1000 ? 1000 : 500
      expect(rows.feedback).toBeGreaterThanOrEqual(least)
      expect(rewardRowsOf(rows)).toBeGreaterThanOrEqual(leastRewardRows(metric))
    }
  })

  test('a rule that is nearly linear in two classes is rare there, and planned where a run asks for it', () => {
    const id = 'hierarchy-power-law'
    const mechanisms = CATALOGUE.mechanisms.map((meta) =>
      meta.id === 'hierarchy-effect' ? { ...meta, id } : meta,
    )
    const tables = (task: Spec['task'], controls = {}) =>
      Array.from({ length: 60 }, (_, ordinal) =>
        strategise(
          makeDna({ modality: 'tabular', task }),
          { ...CATALOGUE, mechanisms },
          DOMAINS,
          situation(ordinal, { controls }),
        ),
      ).filter((spec) => spec.modality === 'tabular' && spec.task === task)
    const hasIt = (spec: Spec) => spec.mechanisms.some((one) => one.id === id)
    expect(share(tables('binary'), hasIt)).toBeLessThan(0.5 * share(tables('ordinal'), hasIt))
    expect(share(tables('binary', { mechanisms: [id] }), hasIt)).toBe(1)
  })

  test('two classes have rows enough of the rarer one, however uneven the seed', () => {
    const binary = many(makeDna({ task: 'binary', imbalance: 0.05 })).filter(({ task }) => task === 'binary')
    expect(binary.length).toBeGreaterThan(20)
    for (const { rows, imbalance } of binary)
      expect((imbalance ?? 0) * rows.train).toBeGreaterThanOrEqual(Math.min(39.5, 0.4 * rows.train))
  })

  test('rows for feedback follow the test rows, and leave enough that decide', () => {
    const kept = many(makeDna({ nTrain: 800, nTest: 40_000 })).map(({ rows, metric }) => {
      expect(rewardRowsOf(rows)).toBeGreaterThanOrEqual(leastRewardRows(metric))
      return rows.feedback ?? 0
    })
    expect(Math.min(...kept)).toBeGreaterThanOrEqual(250)
    expect(Math.max(...kept)).toBe(1000)
  })

  test.each([
    ['child tables', { joinDepth: 0 }, { joinDepth: 2 }, (spec: Spec) => spec.joinDepth],
    [
      'test rows',
      { nTrain: 800, nTest: 80 },
      { nTrain: 800, nTest: 4000 },
      (spec: Spec) => Number(rewardRowsOf(spec.rows) > 2000),
    ],
    [
      'dates',
      { time: false },
      { time: true },
      (spec: Spec) => Number(spec.columns.some(({ kind }) => kind === 'date')),
    ],
    [
      'groups',
      { groups: false },
      { groups: true },
      (spec: Spec) => Number(spec.mechanisms[0]?.id === 'hierarchy-effect'),
    ],
    [
      'categories',
      { columnTypes: { ...makeDna().columnTypes, categorical: 1 } },
      { columnTypes: { ...makeDna().columnTypes, categorical: 6 } },
      (spec: Spec) => spec.columns.filter(({ kind }) => kind === 'categorical').length,
    ],
    [
      'levels of categories',
      { cardinality: 3 },
      { cardinality: 20 },
      (spec: Spec) =>
        spec.columns.reduce(
          (sum, column) => sum + (column.kind === 'categorical' ? column.categories.length : 0),
          0,
        ),
    ],
    [
      'grades',
      { task: 'ordinal', metric: 'qwk', classes: 4 },
      { task: 'ordinal', metric: 'qwk', classes: 6 },
      (spec: Spec) => (spec.task === 'ordinal' ? (spec.target.classes?.length ?? 0) : 0),
    ],
  ] as const)('%s follow it', (_, low, high, measure) => {
    const sum = (changes: Partial<Dna>) =>
      many(makeDna(changes), 150).reduce((total, spec) => total + measure(spec), 0)
    expect(sum(high)).toBeGreaterThan(1.02 * sum(low))
  })

  test('only a faithful plan leaves out classes that its world tells of', () => {
    const seed = makeDna({ task: 'multiclass', metric: 'accuracy', classes: 3 })
    const classesOf = (likeness: Likeness) =>
      Array.from({ length: 40 }, (_, ordinal) => plan(seed, ordinal, { likeness }))
        .filter(({ task }) => task === 'multiclass')
        .map(({ domain, target }) => {
          const world = DOMAINS.find(({ id }) => id === domain.id)
          return { own: target.classes?.length, all: world?.targets.multiclass.classes.length }
        })
    for (const { own, all } of classesOf('varied')) expect(own).toBe(all)
    for (const { own } of classesOf('faithful')) expect(own).toBe(3)
  })

  test('its topics pull towards their mechanisms', () => {
    const has = (prior: Dna['mechanismPrior']) =>
      share(
        many(makeDna({ mechanismPrior: prior, task: 'regression', metric: 'rmse' }), 150),
        (spec) => spec.mechanisms[0]?.id === 'hierarchy-effect',
      )
    expect(has({ hierarchy: 1 })).toBeGreaterThan(has({ ratio: 1 }) + 0.2)
  })
})
