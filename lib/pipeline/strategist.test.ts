import { describe, expect, test } from 'vitest'
import { causeOf } from '#lib/domain/artefacts/causes.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import type { PictureForm } from '#lib/domain/artefacts/structure.ts'
import type { RunControls } from '#lib/domain/controls.ts'
import { leastRewardRows, rewardRowsOf } from '#lib/domain/feedback.ts'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { type Likeness, strayed } from '#lib/domain/likeness.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { plan, situation } from '#lib/pipeline/plan.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const many = (dna: Dna, count = 60) => Array.from({ length: count }, (_, ordinal) => plan(dna, ordinal))
const share = (specs: readonly Spec[], test: (spec: Spec) => boolean) =>
  specs.filter(test).length / specs.length

const SEEDS: Dna[] = [
  makeDna(),
  makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 10 }),
  makeDna({ modality: 'text', task: 'multiclass', metric: 'multi-log-loss', classes: 4 }),
  makeDna({ modality: 'series', task: 'regression', metric: 'mae', classes: null, imbalance: null }),
  makeDna({
    modality: 'join',
    task: 'regression',
    metric: 'rmsle',
    classes: null,
    imbalance: null,
    joinDepth: 2,
  }),
]

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

describe('likeness', () => {
  // The small catalogue has no mechanism for pictures of many classes.
  const POSSIBLE = SEEDS.filter(({ modality }) => modality !== 'image')
  const kind = ({ modality, task, metric }: Spec | Dna) => ({ modality, task, metric })
  const plans = (dna: Dna, likeness: Likeness) =>
    Array.from({ length: 40 }, (_, ordinal) => plan(dna, ordinal, { likeness }))

  test('a faithful plan keeps modality, kind of target, metric and proportions, never the story', () => {
    for (const dna of POSSIBLE)
      for (const spec of plans(dna, 'faithful')) {
        expect(kind(spec)).toEqual(kind(dna))
        expect(spec.domain.family).not.toBe(dna.family)
        expect(spec.noise).toBe(dna.difficulty)
        if (dna.task === 'binary') expect(spec.imbalance).toBeCloseTo(dna.imbalance ?? 0, 3)
        if (dna.modality === 'tabular') expect(spec.missingRate).toBeCloseTo(dna.missingRate, 3)
      }
  })

  test('a faithful plan has the rows, groups and gaps of its seed, and no dates that it lacks', () => {
    const dna = makeDna({ nTrain: 190, groups: true, missingRate: 0.06 })
    const specs = plans(dna, 'faithful')
    for (const { rows, columns } of specs) {
      expect(rows.train).toBe(190)
      expect(columns.some((one) => one.kind === 'categorical' && one.categories.length >= 8)).toBe(true)
      const gaps = columns.reduce((sum, { missingRate }) => sum + missingRate, 0) / columns.length
      expect(gaps).toBeCloseTo(0.06, 2)
    }
    const dated = (likeness: Likeness) =>
      share(plans(dna, likeness), ({ columns }) => columns.some(({ kind }) => kind === 'date'))
    expect(dated('faithful')).toBeLessThan(dated('varied'))
  })

  test('varied leaves some of it, and far nearly all', () => {
    const kept = (likeness: Likeness) =>
      POSSIBLE.flatMap((dna) => plans(dna, likeness).map((spec) => strayed(dna, spec).length === 0))
    const share = (likeness: Likeness) => {
      const all = kept(likeness)
      return all.filter(Boolean).length / all.length
    }
    expect(share('faithful')).toBe(1)
    expect(share('varied')).toBeGreaterThan(0.1)
    expect(share('varied')).toBeLessThan(0.8)
    expect(share('far')).toBeLessThan(0.05)
  })

  test('varied leaves modality or kind of target, never both where a mechanism has the latter', () => {
    const isMade = (modality: Spec['modality'], task: Spec['task']) =>
      CATALOGUE.mechanisms.some((meta) => meta.modality === modality && meta.tasks.includes(task))
    for (const seed of SEEDS)
      for (const { modality, task } of many(seed, 40))
        if (modality !== seed.modality && isMade(modality, seed.task)) expect(task).toBe(seed.task)
  })

  test('what no mechanism makes is left even so, and named', () => {
    const pictures = makeDna({ modality: 'image', task: 'multiclass', metric: 'qwk', classes: 4 })
    const spec = plan(pictures, 0, { likeness: 'faithful' })
    expect(strayed(pictures, spec)).toContain(`task ${spec.task} instead of multiclass`)
  })
})

describe('the form of the pictures', () => {
  const photos = (picture: PictureForm) =>
    makeMeasuredDna({ modality: 'image', metric: 'accuracy' }, { picture })
  const formOf = (picture: PictureForm, likeness: Likeness) =>
    Array.from(
      { length: 30 },
      (_, ordinal) => plan(photos(picture), ordinal, { likeness, runSeed: ordinal }).picture,
    ).filter((form) => form !== undefined)

  test.each([
    [
      { width: 8, height: 8, channels: 1 },
      { side: 64, channels: 1 },
    ],
    [
      { width: 60, height: 70, channels: 3 },
      { side: 64, channels: 3 },
    ],
    [
      { width: 1024, height: 768, channels: 1 },
      { side: 96, channels: 1 },
    ],
    [
      { width: 1024, height: 768, channels: 3 },
      { side: 64, channels: 3 },
    ],
  ])('of a faithful plan is as near to those of the seed as can be: %o', (seed, form) => {
    for (const picture of formOf(seed, 'faithful')) expect(picture).toMatchObject(form)
  })

  test('differs between the varied plans of a seed, and shows the surface of the world', () => {
    const forms = formOf({ width: 60, height: 70, channels: 3 }, 'varied')
    expect(new Set(forms.map(({ side, channels }) => `${side}/${channels}`)).size).toBeGreaterThan(2)
    const spec = plan(photos({ width: 60, height: 70, channels: 3 }), 1, { likeness: 'faithful' })
    expect(spec.picture?.ground).toBe(DOMAINS.find(({ id }) => id === spec.domain.id)?.ground)
  })

  test('is not stated where there are none', () => {
    expect(plan(makeDna(), 0, { likeness: 'faithful' }).picture).toBeUndefined()
  })
})

describe('pictures that a world has a reason for', () => {
  const caused = CATALOGUE.mechanisms.flatMap((meta): typeof CATALOGUE.mechanisms =>
    meta.modality === 'image'
      ? [
          {
            ...meta,
            id: 'image-grating',
            caused: true,
            tasks: ['multiclass', 'binary', 'ordinal', 'regression'],
          },
          { ...meta, id: 'image-largest-patch', caused: true, tasks: ['ordinal', 'regression', 'binary'] },
        ]
      : [],
  )
  const catalogue = { ...CATALOGUE, mechanisms: caused }
  const plansFor = (changes: Parameters<typeof makeDna>[0], controls: RunControls = {}) =>
    Array.from({ length: 40 }, (_, ordinal) =>
      strategise(makeDna({ modality: 'image', ...changes }), catalogue, DOMAINS, {
        ...situation(ordinal, { likeness: ordinal % 2 === 0 ? 'faithful' : 'varied' }),
        controls,
      }),
    )

  test.each(['binary', 'multiclass', 'ordinal', 'regression'] as const)(
    'are planned along it from a seed that is %s, of which a faithful plan keeps the kind',
    (task) => {
      const metric = { binary: 'auc', multiclass: 'macro-f1', ordinal: 'qwk', regression: 'rmse' } as const
      const specs = plansFor({ task, metric: metric[task] })
      for (const spec of specs) {
        const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
        const [rule] = spec.mechanisms
        if (domain === undefined || rule === undefined) throw new Error('a plan without a world or a rule')
        expect(causeOf(rule, spec.task, domain)?.targets?.[spec.task], domain.id).toBeDefined()
        expect(rule.reads !== undefined, `${domain.id} ${spec.task}`).toBe(spec.task !== 'multiclass')
        const classes = spec.task === 'multiclass' ? spec.target.classes : []
        expect(Object.keys(rule.crossings ?? {}), domain.id).toEqual(classes)
      }
      expect(specs.filter((_, at) => at % 2 === 0).map((spec) => spec.task)).toEqual(Array(20).fill(task))
    },
  )

  test('ask for what they tell something of, where a run is held to few worlds', () => {
    const specs = plansFor(
      { task: 'ordinal', metric: 'qwk' },
      { families: ['energy'], mechanisms: ['image-largest-patch'] },
    )
    const [heat, gate] = ['heat-pump', 'tidal-gate'].map((id) =>
      specs.filter((spec) => spec.domain.id === id),
    )
    expect(new Set(heat?.map(({ task }) => task))).not.toContain('ordinal')
    expect(gate?.length).toBeGreaterThan(0)
  })
})

describe('sounds', () => {
  const sound = (seconds: number) => ({ seconds, rate: 44_100, band: 12_000, loudness: 4 })
  const recorded = (seconds: number) =>
    makeMeasuredDna(
      { modality: 'audio', task: 'ordinal', metric: 'qwk', classes: 4 },
      { sound: sound(seconds) },
    )
  const specs = Array.from({ length: 24 }, (_, at) => plan(recorded(0.9), at, { likeness: 'faithful' }))

  test('are planned where something is heard, at the site of their world', () => {
    for (const spec of specs) {
      const world = DOMAINS.find(({ id }) => id === spec.domain.id)
      expect(spec.modality).toBe('audio')
      expect(spec.sound).toEqual({ seconds: 0.9, site: world?.sound?.site })
      expect(spec.columns).toContainEqual({ kind: 'path', name: 'sound', table: 'main', missingRate: 0 })
      expect(spec.columns.length).toBeLessThan(24)
    }
    expect(new Set(specs.map(({ domain }) => domain.id)).size).toBeGreaterThan(8)
  })

  test('are as long as those of the seed, as far as a task can carry them', () => {
    const made = (seed: number) => plan(recorded(seed), 1, { likeness: 'faithful' })
    expect([made(0.1).sound?.seconds, made(0.9).sound?.seconds]).toEqual([0.8, 0.9])
    const { sound: longest, rows } = made(600)
    expect(longest?.seconds).toBeGreaterThan(0.9)
    expect((longest?.seconds ?? 0) * (rows.train + rows.test) * 16_000).toBeLessThan(28_000_000)
  })
})
