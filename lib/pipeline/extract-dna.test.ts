import { describe, expect, test } from 'vitest'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { DNAS, FACTS, NAMES } from '#lib/pipeline/bundled-seeds.fixture.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { extractDna, type SeedMaterial } from '#lib/pipeline/extract-dna.ts'
import { FAMILY_WORDS } from '#lib/pipeline/family-words.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

function dnaOf(name: string) {
  const dna = DNAS.get(name)
  if (dna === undefined) throw new Error(`no bundled seed ${name}`)
  return dna
}

function material(header: string, ...lines: string[]): SeedMaterial {
  const rows = lines.map((line) => line.split(','))
  const at = header.split(',').indexOf(FACTS.target)
  const values = new Map<string, number>()
  for (const row of rows) values.set(row[at] ?? '', (values.get(row[at] ?? '') ?? 0) + 1)
  const train = { header: header.split(','), rows, count: rows.length, values }
  return {
    facts: FACTS,
    description: '',
    train,
    testRows: 0,
    children: [],
    pictures: [],
    sounds: [],
  }
}
const small = (of: SeedMaterial) => extractDna(of)

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

  // Modality, task and metric; classes; child tables; missing cells in percent; groups; dates.
  test.each([
    ['address-years', 'text regression mae', null, 0, 0, false, false],
    ['airline-delays', 'series regression mae', null, 0, 0, true, true],
    ['airport-names', 'text multiclass multi-log-loss', 4, 0, 0, false, false],
    ['bird-strike-damage', 'tabular binary auc', 2, 0, 3, true, false],
    ['bird-strike-size', 'tabular ordinal qwk', 3, 0, 3, true, false],
    ['car-risk', 'tabular ordinal qwk', 6, 0, 1, true, false],
    ['data-breaches', 'tabular multiclass multi-log-loss', 6, 0, 15, true, true],
    ['earthquake-magnitude', 'tabular regression mae', null, 0, 8, true, false],
    ['film-takings', 'join ordinal qwk', 5, 2, 17, false, false],
    ['ground-textures', 'image multiclass macro-f1', 3, 0, 0, false, false],
    ['industry-parts', 'text multiclass macro-f1', 7, 0, 0, false, false],
    ['industry-unemployment', 'series regression rmse', null, 0, 0, true, true],
    ['late-departures', 'join binary log-loss', 2, 2, 0, true, true],
    ['living-pictograms', 'image binary auc', 2, 0, 0, false, false],
    ['melting-points', 'text regression rmse', null, 0, 0, false, false],
    ['oscar-winners', 'tabular binary auc', 2, 0, 8, true, false],
    ['penguin-mass', 'tabular regression rmse', null, 0, 0, false, false],
    ['penguin-sex', 'tabular binary log-loss', 2, 0, 0, false, false],
    ['route-traffic', 'join regression rmsle', null, 1, 0, true, false],
    ['tiny-digits', 'image multiclass accuracy', 10, 0, 0, false, false],
    ['tumour-aspirates', 'tabular binary auc', 2, 0, 0, false, false],
    ['two-city-temperature', 'series regression mae', null, 0, 0, false, true],
    ['unseen-makers', 'tabular regression mae', null, 0, 0, true, false],
    ['wine-cultivars', 'tabular multiclass macro-f1', 3, 0, 0, false, false],
  ])('%s is read as meant: %s', (name, kind, classes, children, missing, groups, time) => {
    const dna = dnaOf(name)
    expect(`${dna.modality} ${dna.task} ${dna.metric}`).toBe(kind)
    expect(dna).toMatchObject({ classes, joinDepth: children, groups, time })
    expect(Math.round(100 * dna.missingRate)).toBe(missing)
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
  const plans = NAMES.map((name) => {
    const situation = {
      likeness: 'varied' as const,
      runSeed: 7,
      ordinal: 0,
      secret: 'ab'.repeat(16),
      reasons: [],
    }
    return { properties: properties(strategise(dnaOf(name), CATALOGUE, DOMAINS, situation)) }
  })
  const pairs = plans.flatMap((a, at) => plans.slice(at + 1).map((b) => [a, b] as const))
  const apart = pairs.filter(
    ([a, b]) => a.properties.filter((value, field) => value !== b.properties[field]).length >= 3,
  )
  expect(pairs.length).toBeGreaterThanOrEqual(190)
  // Seeds of one shape stay close: series with numbers to predict, pictures and texts with even classes.
  expect(apart.length).toBeGreaterThan(0.85 * pairs.length)
})

test('columns are told apart by their cells', () => {
  const dna = small(
    material(
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
  expect(small(material('id,site,y', ...rows)).groups).toBe(true)
  expect(
    small(material('id,site,y', ...rows.map((row, i) => row.replace(/site\d/, `only${i}`)))).groups,
  ).toBe(false)
})

test('a seed about hives reads like its family', () => {
  const description =
    'Predict the honey of a hive from hive mass, brood temperature, queen age and nectar flow.'
  const dna = extractDna({ ...material('id,x,y', '1,1,0', '2,2,1'), description })
  expect(dna.family).toBe('agri-food')
})

describe('the family of a seed', () => {
  const familyOf = (description: string, header = 'id,x,y') =>
    small({ ...material(header, '1,1,0', '2,2,1'), description }).family

  test('is one of the catalogue', () => {
    expect(Object.keys(FAMILY_WORDS).sort()).toEqual([...new Set(DOMAINS.map(({ family }) => family))].sort())
  })

  test.each([
    [
      'churn',
      'Will a subscriber of a telecom company end the contract? Length of the session in months.',
      'retail',
    ],
    [
      'tickets',
      'How urgent is a ticket of the helpdesk? Power users escalate: priority, queue.',
      'finance-ops',
    ],
    ['a ward', 'Will the patient come back to the hospital after surgery?', 'health'],
    ['a grid', 'Electricity of a solar roof, in kWh, by hour.', 'energy'],
    ['a street', 'How long does a taxi trip take on a wet road?', 'mobility'],
    ['two words of two families', 'A patient in a hospital pays the loan of a bank.', null],
    ['nothing of any', 'Predict y from x.', null],
  ])('%s', (_name, text, family) => {
    expect(familyOf(text)).toBe(family)
  })

  test('of the bundled seeds', () => {
    const families = NAMES.map((name) => [name, dnaOf(name).family])
    expect(Object.fromEntries(families)).toMatchObject({
      'tumour-aspirates': 'health',
      'wine-cultivars': 'agri-food',
      'earthquake-magnitude': 'earth',
      'two-city-temperature': 'earth',
      'route-traffic': 'mobility',
      'penguin-mass': 'bio-chem',
    })
  })
})
