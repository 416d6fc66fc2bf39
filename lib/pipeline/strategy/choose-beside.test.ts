import { describe, expect, test } from 'vitest'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { type Situation, strategise } from '#lib/pipeline/strategist.ts'

const plan = (dna: Dna, ordinal: number, changes: Partial<Situation> = {}) =>
  strategise(dna, CATALOGUE, DOMAINS, {
    ...{ runSeed: 7, likeness: 'varied', ordinal, secret: '01'.repeat(16), reasons: [] },
    ...changes,
  })

const SEEDS: Dna[] = [
  makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 10 }),
  makeDna({ modality: 'text', task: 'multiclass', metric: 'multi-log-loss', classes: 4 }),
]

describe('ordinary signal beside a picture or a text', () => {
  const all = SEEDS.flatMap((dna) => Array.from({ length: 30 }, (_, ordinal) => plan(dna, ordinal)))
  const hasPlainColumns = ({ modality }: Spec) => modality !== 'image' && modality !== 'text'
  const files = all.filter((spec) => !hasPlainColumns(spec))
  const beside = ({ columns }: Spec) =>
    columns.filter(({ kind }) => kind === 'numeric' || kind === 'categorical')

  test('lies beside the pictures and texts of nearly every task too, in plain columns', () => {
    const shares = files.flatMap(({ ordinary }) => ordinary?.share ?? [])
    expect(shares.length / files.length).toBeGreaterThan(0.85)
    for (const one of shares) expect(one).toBeLessThanOrEqual(0.5)
    for (const spec of files) expect(beside(spec).length).toBeGreaterThanOrEqual(3)
  })

  test.each(['image', 'text'] as const)(
    'a faithful plan of a seed of %s alone has no plain columns',
    (modality) => {
      const columnTypes = { numeric: 0, categorical: 0, date: 0, text: 0, path: 0 }
      for (let ordinal = 0; ordinal < 12; ordinal++) {
        const dna = makeDna({ modality, task: 'multiclass', metric: 'accuracy', classes: 5, columnTypes })
        const spec = plan(dna, ordinal, { likeness: 'faithful' })
        expect(beside(spec)).toEqual([])
        // A picture shows some of the signal in its light and colour; a text alone has none.
        if (modality === 'text') expect(spec.ordinary).toBeUndefined()
        else expect(spec.ordinary?.looks ?? spec.ordinary === undefined).toBe(true)
      }
    },
  )

  test('a repair of the share leaves looks as they are', () => {
    const columnTypes = { numeric: 0, categorical: 0, date: 0, text: 0, path: 0 }
    const dna = makeDna({
      modality: 'image',
      task: 'multiclass',
      metric: 'accuracy',
      classes: 5,
      columnTypes,
    })
    const turned = Array.from({ length: 12 }, (_, ordinal) =>
      plan(dna, ordinal, { likeness: 'faithful', reasons: ['easy-default'] }),
    ).flatMap(({ ordinary }) => ordinary ?? [])
    expect(turned.some((one) => one.share < 0.2)).toBe(true)
    for (const { looks } of turned) expect(looks).toBe(true)
  })
})
