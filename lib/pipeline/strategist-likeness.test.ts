import { describe, expect, test } from 'vitest'
import { causeOf } from '#lib/domain/artefacts/causes.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { PictureForm } from '#lib/domain/artefacts/structure.ts'
import type { RunControls } from '#lib/domain/controls.ts'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { type Likeness, strayed } from '#lib/domain/likeness.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { many, plan, SEEDS, share, situation } from '#lib/pipeline/plan.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

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
