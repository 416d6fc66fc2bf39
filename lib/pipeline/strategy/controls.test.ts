import { describe, expect, test } from 'vitest'
import { leftControls, leftDifficulty, type RunControls } from '#lib/domain/controls.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { isPossible, strategise } from '#lib/pipeline/strategist.ts'

const SEEDS = [
  makeDna({ nTrain: 300 }),
  makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 10, nTrain: 60_000 }),
  makeDna({ modality: 'series', task: 'regression', metric: 'mae', classes: null, imbalance: null }),
]
const plans = (controls: RunControls, reasons: RejectionReason[] = [], count = 30) =>
  SEEDS.flatMap((dna) =>
    Array.from({ length: count }, (_, ordinal) =>
      strategise(dna, CATALOGUE, DOMAINS, {
        ...{ runSeed: 9, ordinal, likeness: 'varied', secret: '0'.repeat(32), reasons },
        controls,
      }),
    ),
  )

describe('plans keep to what a run asks for', () => {
  const asked: RunControls[] = [
    { modalities: ['tabular', 'join'] },
    { families: ['health', 'energy'] },
    { mechanisms: ['ratio-threshold', 'image-count'] },
    { trainRows: [60, 75] },
    { testRows: [6000, 9000], modalities: ['tabular'] },
    { difficulty: 'hard', trainRows: [50, 60] },
  ]
  test.each(asked)('%j', (controls) => {
    for (const plan of plans(controls)) {
      expect(leftControls(controls, plan)).toEqual([])
      expect(leftDifficulty(controls, plan)).toBeNull()
    }
  })

  test('also after refusals that ask for more rows', () => {
    const controls: RunControls = { trainRows: [50, 80], testRows: [2300, 2600] }
    for (const plan of plans(controls, ['unlearnable', 'too-hard', 'flat', 'flat']))
      expect(leftControls(controls, plan)).toEqual([])
  })

  test('a seed keeps its modality where that is permitted', () => {
    const modalities = plans({ modalities: ['image', 'text'] })
      .slice(30, 60)
      .map((plan) => plan.modality)
    expect(modalities).toContain('image')
    expect(modalities.every((one) => one === 'image' || one === 'text')).toBe(true)
  })

  test('no controls, and none of them said, are the same', () => {
    const situation = { runSeed: 1, ordinal: 1, likeness: 'varied', secret: '0'.repeat(32) } as const
    const plan = (controls?: RunControls) =>
      strategise(makeDna(), CATALOGUE, DOMAINS, { ...situation, reasons: [], ...(controls && { controls }) })
    expect(plan({})).toEqual(plan())
  })

  test('what leaves no mechanism is told before anything is planned', () => {
    expect(isPossible(CATALOGUE, DOMAINS, { mechanisms: ['text-style'], modalities: ['tabular'] })).toBe(
      false,
    )
    expect(isPossible(CATALOGUE, DOMAINS, { families: ['nowhere'] })).toBe(false)
    expect(isPossible(CATALOGUE, DOMAINS, {})).toBe(true)
  })
})

describe('rows of a varied run', () => {
  const rows = plans({}, [], 120).map((plan) => ({ ...plan.rows, noise: plan.noise, plan }))
  const spread = (values: readonly number[], from: number, to: number) =>
    values.filter((value) => value >= from && value < to).length / values.length

  test('training rows are spread over 50 to 200', () => {
    const train = rows.map((one) => one.train)
    for (const [from, to] of [
      [50, 88],
      [88, 125],
      [125, 163],
      [163, 201],
    ] as const)
      expect(spread(train, from, to)).toBeGreaterThan(0.08)
  })

  test('test rows of tables are spread over 1,000 to 20,000, and pictures stay few', () => {
    const tables = rows.filter(({ plan }) => plan.modality === 'tabular').map(({ test }) => test)
    for (const [from, to] of [
      [1000, 3000],
      [3000, 7000],
      [7000, 20_001],
    ] as const)
      expect(spread(tables, from, to)).toBeGreaterThan(0.1)
    for (const { plan, test } of rows) if (plan.modality === 'image') expect(test).toBeLessThanOrEqual(2250)
  })

  test('few training rows have little noise and one rule', () => {
    const few = rows.filter(({ train }) => train < 80)
    expect(few.length).toBeGreaterThan(5)
    for (const { noise, plan } of few) {
      expect(noise).toBe(0)
      expect(plan.mechanisms).toHaveLength(1)
    }
  })

  test('a rule that was not found gets more rows first', () => {
    const before = plans({}, [], 20)
    const after = plans({}, ['unlearnable'], 20)
    for (const [at, plan] of before.entries())
      if (plan.rows.train < 130) expect(after[at]?.rows.train).toBeGreaterThan(1.4 * plan.rows.train)
  })
})
