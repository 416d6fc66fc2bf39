import { describe, expect, test } from 'vitest'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { worldTarget } from '#lib/domain/artefacts/world-target.ts'
import { rebindSpec } from '#lib/domain/rebind-spec.ts'
import { bindingProblems } from '#lib/domain/spec-bindings.ts'
import { checkSpec, type SpecDraft } from '#lib/domain/spec-check.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const plan = (ordinal: number, dna: Parameters<typeof makeDna>[0] = {}): SpecDraft => {
  const situation = { likeness: 'varied' as const, runSeed: 5, ordinal, secret: 'a'.repeat(32), reasons: [] }
  const { secret: _, ...draft } = strategise(makeDna(dna), CATALOGUE, DOMAINS, situation)
  return draft
}
const paths = (spec: SpecDraft, made: SpecDraft) => checkSpec(spec, made, DOMAINS).map(({ path }) => path)
const other = (spec: SpecDraft) => {
  const found = DOMAINS.find(({ family }) => family !== spec.domain.family)
  if (!found) throw new Error('there are two families')
  return found
}
const made = plan(1)

describe('an edited spec', () => {
  test('in a domain that the catalogue lacks is told what there is', () => {
    const strange = { ...made, domain: { family: made.domain.family, id: 'moon-mine' } }
    expect(checkSpec(strange, made, DOMAINS)).toEqual([
      {
        path: 'domain',
        message: expect.stringMatching(
          `There is no domain ${made.domain.family}/moon-mine .* has: .*${made.domain.id}`,
        ),
      },
    ])
    const [problem] = checkSpec({ ...made, domain: { family: 'no', id: 'no' } }, made, DOMAINS)
    expect(problem?.message).toMatch(/Families are: .*energy/)
  })

  test('whose domain alone was changed is refused for its columns, its target and its words', () => {
    const { family, id } = other(made)
    const found = paths({ ...made, domain: { family, id } }, made)
    expect(found).toEqual(expect.arrayContaining(['target.name', 'entity', 'stakeholder', 'title']))
    expect(found.filter((path) => path.startsWith('columns.')).length).toBeGreaterThan(0)
  })

  test('has rows of its world: the statement calls them by that word and its sentences by the other', () => {
    const [problem] = checkSpec({ ...made, entity: 'wandering comet' }, made, DOMAINS)
    expect(problem).toMatchObject({ path: 'entity', message: expect.stringContaining(made.entity) })
    // A role may have its own word, and a person may go back to the world's.
    const own = { ...made, entity: 'wandering comet' }
    expect(paths(own, own)).toEqual([])
    expect(paths(made, own)).toEqual([])
  })

  test.each(['title', 'stakeholder', 'entity'] as const)('does not have blanks for its %s', (key) => {
    const secret = 'a'.repeat(32)
    expect(Spec.safeParse({ ...made, secret }).success).toBe(true)
    expect(Spec.safeParse({ ...made, secret, [key]: '     ' }).success).toBe(false)
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'is refused for a title of its old domain, as plan %i has one',
    (at) => {
      const old = plan(at)
      const { family, id } = other(old)
      expect(paths({ ...old, domain: { family, id } }, old)).toContain('title')
      expect(paths({ ...old, domain: { family, id }, title: 'Another title' }, old)).not.toContain('title')
    },
  )

  test('under its own domain may change title, rows, noise and knobs, as the role may have its own columns', () => {
    expect(
      paths({ ...made, title: 'Another title', noise: 2, rows: { ...made.rows, train: 200 } }, made),
    ).toEqual([])
    const { links: _, ...style } = made.style
    const own = {
      ...made,
      ordinary: { share: 0.5 },
      style,
      columns: made.columns.map((one) => ({
        ...one,
        name: `own_${one.name}`,
        ...('per' in one && one.per && { per: `own_${one.per}` }),
        ...('needs' in one && one.needs && { needs: `own_${one.needs}` }),
      })),
    }
    expect(paths({ ...own, title: 'Another title' }, own)).toEqual([])
  })

  test.each([
    [{ metric: 'rmsle' as const }, { skew: 0.3 }, 'target.skew'],
    [{}, { range: [5, 60] as [number, number], zeros: 0.2 }, 'target.zeros'],
  ])('is refused for a form that %j gives no meaning to', (changes, form, path) => {
    const regression = plan(1, { task: 'regression', metric: 'mae' })
    const target = { ...regression.target, ...form }
    expect(checkSpec({ ...regression, ...changes, target }, regression, DOMAINS)).toContainEqual({
      path,
      message: expect.stringContaining('take'),
    })
    expect(paths({ ...regression, target: { ...regression.target, skew: 0.3 } }, regression)).toEqual([])
  })

  test('is refused where feedback leaves too few rows that decide the reward, as gate 3 counts them', () => {
    const regression = plan(1, { task: 'regression', metric: 'rmse' })
    const [probabilities, rows] = [plan(1, { task: 'binary', metric: 'auc' }), { train: 160, feedback: 250 }]
    expect(checkSpec({ ...regression, rows: { ...rows, test: 1000 } }, regression, DOMAINS)).toEqual([
      { path: 'rows.test', message: expect.stringContaining('at least 1250, not 1000') },
    ])
    expect(paths({ ...regression, rows: { ...rows, test: 1250 } }, regression)).toEqual([])
    expect(paths({ ...probabilities, rows: { ...rows, test: 2249 } }, probabilities)).toEqual(['rows.test'])
    expect(paths({ ...probabilities, rows: { train: 160, test: 500 } }, probabilities)).toEqual([])
  })

  test('is refused for pictures of a surface that its world has not', () => {
    const ground = DOMAINS.find(({ id }) => id === made.domain.id)?.ground ?? ''
    const picture = { side: 64, channels: 3 as const, ground }
    const pictures = { ...made, picture }
    const strange = { ...pictures, picture: { ...picture, ground: 'velvet' } }
    expect(paths(strange, pictures)).toEqual(['picture.ground'])
    expect(paths(strange, strange)).toEqual([])
    expect(paths({ ...pictures, picture: { ...picture, side: 48 } }, pictures)).toEqual([])
  })

  test('is refused where pictures would go with a target in another way than its world says', () => {
    const pump = DOMAINS.find(({ id }) => id === 'pump-seal')
    const pictures = Array.from({ length: 9 }, (_, at) =>
      plan(at, { modality: 'image', task: 'binary', metric: 'auc' }),
    ).find(({ modality }) => modality === 'image')
    const moved = pump && pictures && rebindSpec(pictures, pump, CATALOGUE.mechanisms)
    if (pump === undefined || !moved) throw new Error('no pictures of seals')
    const rule = { id: 'image-largest-patch', weight: 1, columns: { image: 'image' }, knobs: {} }
    const reading = (reads?: Record<string, string>, task: 'binary' | 'multiclass' = 'binary') => ({
      ...{
        ...moved,
        task,
        target: worldTarget(pump, task, 4),
        mechanisms: [{ ...rule, ...(reads && { reads }) }],
      },
    })
    const problems = (spec: SpecDraft, before = moved) =>
      checkSpec(spec, before, DOMAINS).filter(({ path }) => path.endsWith('reads'))
    expect(problems(reading({ image: 'high' }))).toEqual([])
    for (const wrong of [reading({ image: 'low' }), reading()])
      expect(problems(wrong)).toEqual([
        {
          path: 'mechanisms.0.reads',
          message: expect.stringMatching(/fails_soon .*set "reads" to {"image":"high"}/),
        },
      ])
    expect(problems(reading({ image: 'high' }, 'multiclass'))).toEqual([
      { path: 'mechanisms.0.reads', message: expect.stringMatching(/take "reads" out/) },
    ])
    expect(problems(reading({ image: 'low' }), reading({ image: 'low' }))).toEqual([])
    const { crossings } =
      pump.causes?.find(
        ({ targets }) => targets?.multiclass !== undefined && targets.multiclass === 'each',
      ) ?? {}
    const crossed = (said?: typeof crossings) => ({
      ...reading(undefined, 'multiclass'),
      mechanisms: [{ ...rule, id: 'image-grating', ...(said && { crossings: said }) }],
    })
    const crossingProblems = (spec: SpecDraft) =>
      checkSpec(spec, moved, DOMAINS).filter(({ path }) => path.endsWith('crossings'))
    expect(crossingProblems(crossed(crossings))).toEqual([])
    for (const wrong of [crossed(), crossed({ ...crossings, even: 'across', scored: 'along' })])
      expect(crossingProblems(wrong)).toEqual([
        {
          path: 'mechanisms.0.crossings',
          message: expect.stringMatching(/wear_mode .*set "crossings" to .*"even":"along"/),
        },
      ])
  })

  test('is refused for two classes in the other order: the second is what the target is named after', () => {
    const binary = plan(1, { task: 'binary', metric: 'auc' })
    const [no = '', yes = ''] = binary.target.classes ?? []
    const turned = { ...binary, target: { ...binary.target, classes: [yes, no] } }
    expect(checkSpec(turned, binary, DOMAINS)).toEqual([
      { path: 'target.classes', message: expect.stringContaining(`in this order: ${no}, ${yes}`) },
    ])
  })

  test.each([
    ['a unit of another world', { unit: 'parsec' }, /measured in/],
    ['a name of no world', { name: 'data_gb' }, /has no column data_gb/],
  ])('is refused for %s', (_, change, words) => {
    const at = made.columns.findIndex(({ kind }) => kind === 'numeric')
    const columns = made.columns.map((one, place) =>
      place === at ? { ...one, ...change } : one,
    ) as SpecDraft['columns']
    expect(checkSpec({ ...made, columns }, made, DOMAINS)).toEqual([
      { path: `columns.${at}`, message: expect.stringMatching(words) },
    ])
  })

  test('asks who wrote a row where its rows are texts, and nowhere else', () => {
    const binary = [1, 2, 3, 4, 5, 6].map((at) => plan(at)).find(({ task }) => task === 'binary') ?? made
    const target = { name: 'author', unit: null, classes: ['AH', 'BK'] }
    const asked = { ...binary, task: 'binary' as const, metric: 'auc' as const, target }
    expect(paths({ ...asked, modality: 'tabular' }, binary)).toContain('target.name')
    expect(paths({ ...asked, modality: 'text' }, binary)).not.toContain('target.name')
  })

  test('is refused for a target of another task: a class is not a grade', () => {
    const binary = [1, 2, 3, 4, 5, 6].map((at) => plan(at)).find(({ task }) => task === 'binary') ?? made
    const grades = { ...binary, task: 'ordinal' as const, metric: 'qwk' as const }
    expect(paths(grades, binary)).toEqual(expect.arrayContaining(['target.name', 'target.classes']))
  })
})

describe('a spec in another world', () => {
  const domains = DOMAINS.filter((_, at) => at % 9 === 0)
  test.each(domains.map((one) => [one.id, one] as const))(
    '%s has nothing left of the old one',
    (_, domain) => {
      for (const ordinal of [1, 4, 7]) {
        const from = plan(ordinal)
        const moved = rebindSpec(from, domain, CATALOGUE.mechanisms)
        if (moved === null) throw new Error('too few columns')
        expect(checkSpec(moved, from, DOMAINS)).toEqual([])
        Spec.parse({ ...moved, secret: 'a'.repeat(32) })
        const names = moved.columns.map(({ table, name }) => `${table}.${name}`)
        expect(new Set(names).size).toBe(names.length)
        for (const one of moved.mechanisms)
          for (const name of Object.values(one.columns))
            expect(moved.columns.some((column) => column.name === name)).toBe(true)
      }
    },
  )
})

describe('a role that another column plays', () => {
  // The small catalogue asks for nothing: here the ratio takes masses, and is divided by what makes a rate.
  const catalogue = CATALOGUE.mechanisms.map((meta) => ({
    ...meta,
    roles: meta.roles.map((role) => {
      if (role.name === 'numerator') return { ...role, meanings: ['mass' as const] }
      return role.name === 'denominator' ? { ...role, divides: 'numerator' } : role
    }),
  }))
  const columns = { numerator: 'gross_mass', denominator: 'lane_km', group: 'mode' }
  const spec = (changes: Record<string, string> = {}): SpecDraft => ({
    ...made,
    domain: { family: 'finance-ops', id: 'freight-invoice' },
    mechanisms: [{ id: 'ratio-threshold', weight: 1, columns: { ...columns, ...changes }, knobs: {} }],
  })
  const problems = (edited: SpecDraft, before: SpecDraft) =>
    bindingProblems(edited, before, { catalogue, domains: DOMAINS })

  test('is told what it takes, and what makes no rate', () => {
    expect(problems(spec(), made)).toEqual([])
    expect(problems(spec({ numerator: 'fuel_index' }), spec())).toEqual([
      {
        path: 'mechanisms.0.columns.numerator',
        message: 'fuel_index measures index; numerator takes mass.',
      },
    ])
    expect(problems(spec({ denominator: 'surcharge' }), spec())[0]?.message).toBe(
      'gross_mass divided by surcharge is neither a rate nor a proportion.',
    )
  })

  test('may divide what the world divides', () => {
    const tuned = { ...spec(), domain: { family: 'energy', id: 'tidal-gate' } }
    const pull = catalogue.map((meta) => ({
      ...meta,
      roles: meta.roles.map(({ meanings: _, ...role }) => role),
    }))
    const problemsWith = (denominator: string) =>
      bindingProblems(
        {
          ...tuned,
          mechanisms: [
            {
              id: 'ratio-threshold',
              weight: 1,
              columns: { numerator: 'chain_tension', denominator, group: 'gate' },
              knobs: {},
            },
          ],
        },
        made,
        { catalogue: pull, domains: DOMAINS },
      )
    expect(problemsWith('head')).toEqual([])
    expect(problemsWith('gate_angle')).toHaveLength(1)
  })

  test('stands where the role itself bound it', () => {
    const old = spec({ numerator: 'fuel_index' })
    expect(problems(old, old)).toEqual([])
  })

  test('finds a column of its meaning in another world', () => {
    const domain = DOMAINS.find(({ id }) => id === 'beehive-check')
    const number = {
      kind: 'numeric',
      table: 'main',
      low: 1,
      high: 9,
      shape: 'normal',
      missingRate: 0,
    } as const
    const own: SpecDraft['columns'] = [
      { ...number, name: 'gross_mass', unit: 'kg' },
      { ...number, name: 'lane_km', unit: 'km' },
      { kind: 'categorical', name: 'mode', table: 'main', categories: ['a', 'b', 'c'], missingRate: 0 },
    ]
    const moved = domain && rebindSpec({ ...spec(), columns: own }, domain, catalogue)
    expect(moved?.mechanisms[0]?.columns.numerator).toBe('hive_mass')
    expect(moved && problems(moved, made)).toEqual([])
  })
})
