import { describe, expect, test } from 'vitest'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { type Situation, strategise } from '#lib/pipeline/strategist.ts'

const plan = (dna: Dna, ordinal: number, changes: Partial<Situation> = {}) =>
  strategise(dna, CATALOGUE, DOMAINS, {
    ...{ runSeed: 7, likeness: 'varied', ordinal, secret: '01'.repeat(16), reasons: [] },
    ...changes,
  })
const many = (dna: Dna, count: number) => Array.from({ length: count }, (_, ordinal) => plan(dna, ordinal))
const shareOf = ({ ordinary }: Spec) => ordinary?.share ?? 0
const ofNumber = { task: 'regression', classes: null, imbalance: null } as const

const SEEDS: Dna[] = [
  makeDna(),
  makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 10 }),
  makeDna({ modality: 'text', task: 'multiclass', metric: 'multi-log-loss', classes: 4 }),
  makeDna({ modality: 'series', metric: 'mae', ...ofNumber }),
  makeDna({ modality: 'join', metric: 'rmsle', joinDepth: 2, ...ofNumber }),
]

describe('ordinary signal', () => {
  const all = SEEDS.flatMap((dna) => many(dna, 30))
  const hasPlainColumns = ({ modality }: Spec) => modality !== 'image' && modality !== 'text'
  const specs = all.filter(hasPlainColumns)

  test('surrounds the rule of every task with plain columns, with a quarter to a half of its score', () => {
    const shares = specs.flatMap(({ ordinary }) => ordinary?.share ?? [])
    expect(shares).toHaveLength(specs.length)
    expect(shares.filter((one) => one >= 0.25 && one <= 0.6).length / shares.length).toBeGreaterThan(0.9)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.2)
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.65)
  })

  test('is more around the rule of a number than around that of a class', () => {
    const mean = (task: Spec['task']) => {
      const own = specs.filter((spec) => spec.task === task)
      return own.reduce((sum, spec) => sum + shareOf(spec), 0) / own.length
    }
    expect(mean('regression')).toBeGreaterThan(mean('binary') + 0.03)
  })

  test('is less around the rule of two classes in one table than of several', () => {
    const mean = (task: Spec['task']) => {
      const seed = makeDna({ modality: 'tabular', task, classes: task === 'binary' ? 2 : 4 })
      const own = many(seed, 40).filter((spec) => spec.modality === 'tabular' && spec.task === task)
      return own.reduce((sum, spec) => sum + shareOf(spec), 0) / own.length
    }
    expect(mean('binary')).toBeLessThan(mean('multiclass') - 0.02)
  })

  test('is steady in every new plan, and stays so when a repair moves its share', () => {
    for (const spec of specs.filter(({ ordinary }) => ordinary !== undefined))
      expect(spec.ordinary?.effects).toBe('steady')
    for (const reason of ['too-hard', 'easy-default'] as const)
      for (let ordinal = 0; ordinal < 20; ordinal++) {
        const [before, after] = [plan(makeDna(), ordinal), plan(makeDna(), ordinal, { reasons: [reason] })]
        expect(after.ordinary?.effects).toBe(before.ordinary?.effects)
      }
  })

  test('is more where single columns of the seed tell of its target', () => {
    const column = { kind: 'numeric' as const, levels: 100, missing: 0, skew: 0, monotone: true }
    const mean = (dependence: number) => {
      const plans = many(makeMeasuredDna({}, { columns: [{ ...column, dependence }] }), 20)
      return plans.reduce((sum, spec) => sum + shareOf(spec), 0) / plans.length
    }
    expect(mean(0.5)).toBeGreaterThan(mean(0) + 0.05)
  })
})

describe('a series', () => {
  test('has training days in a long past, and only a series has', () => {
    const specs = SEEDS.flatMap((dna) => many(dna, 20))
    expect(specs.some(({ modality }) => modality === 'series')).toBe(true)
    for (const { modality, style } of specs)
      expect(style.calendar).toBe(modality === 'series' ? 'past' : undefined)
  })
})
