import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { readCsv, SeedFacts } from '#lib/packs/seed-facts.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { extractDna, type SeedMaterial } from '#lib/pipeline/extract-dna.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
const FACTS = { modality: 'tabular', taskType: 'binary', metric: 'auc', target: 'y', idColumn: 'id' } as const

function bundled(name: string): SeedMaterial {
  const dir = join(SEEDS, name)
  const facts = SeedFacts.parse(JSON.parse(readFileSync(join(dir, 'seed.json'), 'utf8')))
  const names = readdirSync(dir).filter((file) => file.endsWith('.csv'))
  return {
    facts: { ...FACTS, ...(facts as SeedMaterial['facts']) },
    description: readFileSync(join(dir, 'description.md'), 'utf8'),
    tables: names.map((path) => ({ path, ...readCsv(readFileSync(join(dir, path), 'utf8')) })),
  }
}
const dnaOf = (name: string) => extractDna(bundled(name), DOMAINS)

function table(header: string, ...rows: string[]) {
  return { path: 'train.csv', header: header.split(','), rows: rows.map((row) => row.split(',')) }
}
const small = (...tables: SeedMaterial['tables']) =>
  extractDna({ facts: FACTS, description: '', tables }, DOMAINS)

describe('the bundled seeds', () => {
  test('show their modality, task and size', () => {
    expect(dnaOf('penguin-mass')).toMatchObject({
      modality: 'tabular',
      task: 'regression',
      classes: null,
      imbalance: null,
    })
    expect(dnaOf('tiny-digits')).toMatchObject({ modality: 'image', classes: 10 })
    expect(dnaOf('tiny-digits').columnTypes.path).toBe(1)
    expect(dnaOf('airport-names')).toMatchObject({ modality: 'text', classes: 4, nTrain: 2164, nTest: 1100 })
    expect(dnaOf('route-traffic').joinDepth).toBeGreaterThan(0)
    expect(dnaOf('two-city-temperature').time).toBe(true)
  })

  test('differ in their topics', () => {
    const top = (name: string) =>
      Object.entries(dnaOf(name).mechanismPrior).sort((a, b) => b[1] - a[1])[0]?.[0]
    expect(
      new Set(
        ['penguin-mass', 'tiny-digits', 'airport-names', 'route-traffic', 'earthquake-magnitude'].map(top),
      ).size,
    ).toBeGreaterThan(3)
  })

  test('leave no word of their own in the DNA', () => {
    const known = new Set(DOMAINS.map((domain) => domain.family))
    for (const name of ['penguin-mass', 'airport-names']) {
      const { family, mechanismPrior } = dnaOf(name)
      expect(family === null || known.has(family)).toBe(true)
      expect(Object.keys(mechanismPrior)).not.toContain('penguin')
    }
  })
})

test('under one run seed, nearly every pair of bundled seeds gives specs that differ in three properties or more', () => {
  const names = readdirSync(SEEDS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  const histogram = (spec: Spec) => {
    const kinds = spec.columns
      .map(({ kind, table: of }) => `${of === 'main' ? 'main' : 'child'}/${kind}`)
      .sort()
    return kinds.join(' ')
  }
  const properties = (spec: Spec) => [
    spec.task,
    spec.metric,
    histogram(spec),
    spec.joinDepth,
    spec.missingRate,
    spec.imbalance,
  ]
  const plans = names.map((name) => {
    const situation = { runSeed: 7, ordinal: 0, secret: 'ab'.repeat(16), reasons: [] }
    return { properties: properties(strategise(dnaOf(name), CATALOGUE, DOMAINS, situation)) }
  })
  const pairs = plans.flatMap((a, at) => plans.slice(at + 1).map((b) => [a, b] as const))
  const apart = pairs.filter(
    ([a, b]) => a.properties.filter((value, field) => value !== b.properties[field]).length >= 3,
  )
  expect(pairs.length).toBeGreaterThanOrEqual(66)
  // Seeds of one shape stay close: two series with numbers to predict, pictures and names with even classes.
  expect(apart.length).toBeGreaterThan(0.9 * pairs.length)
})

test('columns are told apart by their cells', () => {
  const dna = small(
    table(
      'id,n,c,d,t,p,y',
      '1,1.5,red,2031-01-02,the pump hums at night,a.png,0',
      '2,,blue,2031-01-03,a slow and quiet valve,b.png,1',
      '3,2,red,2031-01-04,no oil on the floor,c.png,0',
    ),
  )
  expect(dna.columnTypes).toEqual({ numeric: 1, categorical: 1, date: 1, text: 1, path: 1 })
  expect(dna.missingRate).toBeCloseTo(1 / 15, 3)
  expect(dna.imbalance).toBeCloseTo(1 / 3, 3)
})

test('groups are seen where many rows share a value', () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i},site${i % 10},${i % 2}`)
  expect(small(table('id,site,y', ...rows)).groups).toBe(true)
  expect(small(table('id,site,y', ...rows.map((row, i) => row.replace(/site\d/, `only${i}`)))).groups).toBe(
    false,
  )
})

test('without a training table the files that there are get named', () => {
  expect(() => small({ path: 'data.csv', header: ['a'], rows: [] })).toThrow(/no train\.csv among data\.csv/)
})

test('a seed about hives reads like its family', () => {
  const description =
    'Predict the honey of a hive from hive mass, brood temperature, queen age and nectar flow.'
  const dna = extractDna({ facts: FACTS, description, tables: [table('id,x,y', '1,1,0', '2,2,1')] }, DOMAINS)
  expect(dna.family).toBe('agri-food')
})
