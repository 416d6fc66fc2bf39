import { describe, expect, test } from 'vitest'
import { withColumn } from '#components/runs/steering/spec/spec-text.ts'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { rebindSpec } from '#lib/domain/rebind-spec.ts'
import { resenseSpec } from '#lib/domain/resense-spec.ts'
import { checkSpec, type SpecDraft } from '#lib/domain/spec-check.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const plan = (ordinal: number): SpecDraft => {
  const situation = { likeness: 'varied' as const, runSeed: 5, ordinal, secret: 'a'.repeat(32), reasons: [] }
  const { secret: _, ...draft } = strategise(makeDna({}), CATALOGUE, DOMAINS, situation)
  return draft
}
const other = (spec: SpecDraft) => {
  const found = DOMAINS.find(({ family }) => family !== spec.domain.family)
  if (!found) throw new Error('there are two families')
  return found
}

describe('what a spec says of its columns', () => {
  const world = DOMAINS.find(({ id }) => id === 'tool-rental')
  if (world === undefined) throw new Error('tool-rental is one of the worlds')
  const told = Array.from({ length: 60 }, (_, ordinal) => plan(ordinal)).find(
    ({ domain, ordinary }) => domain.id === world.id && ordinary?.senses !== undefined,
  )
  if (told === undefined) throw new Error('one plan of sixty is set there')
  const { senses = {} } = told.ordinary ?? {}
  const [name = ''] = Object.keys(senses)
  const saying = (more: Record<string, unknown>): SpecDraft =>
    Spec.omit({ secret: true }).parse({
      ...told,
      ordinary: { ...told.ordinary, senses: { ...senses, ...more } },
    })
  const problemsOf = (spec: SpecDraft) => checkSpec(spec, told, DOMAINS)

  test('is what its world says, and stands', () => {
    expect(problemsOf(told)).toEqual([])
    expect(told.style.links?.length).toBeGreaterThan(0)
  })

  test.each([
    [{ moon: 1 }, /no column moon/],
    [{ [name]: { much: 1 } }, /no levels|each level/],
    [{ [name]: [1, 2, 3, 0, 1, 2, 3, 0] }, /needs/],
  ])('%j is refused at its place', (more, words) => {
    const [problem] = problemsOf(saying(more))
    expect(problem?.path).toMatch(/^ordinary\.senses\./)
    expect(problem?.message).toMatch(words)
  })

  test('a link to what is not a number is refused', () => {
    const spec = { ...told, style: { ...told.style, links: [{ from: name, to: 'moon', slope: 0.5 }] } }
    expect(problemsOf(spec)).toEqual([{ path: 'style.links.0', message: expect.stringContaining('moon') }])
  })

  test.each([
    ['moon', {}, 'moon'],
    ['site', { relations: 'pairs' as const }, 'graph'],
    ['site', {}, 'more levels'],
  ])('a column that %s is to fix, and cannot under %j, is refused at its place', (per, style, words) => {
    const group = { kind: 'categorical' as const, table: 'main', categories: ['s1', 's2'], missingRate: 0 }
    const fixed = { ...group, name: 'soil', categories: ['clay', 'sand', 'silt'], per }
    const columns = [...told.columns, { ...group, name: 'site' }, fixed]
    const spec = { ...told, columns, style: { ...told.style, ...style } }
    expect(checkSpec(spec, spec, DOMAINS)).toContainEqual({
      path: `columns.${columns.length - 1}.per`,
      message: expect.stringContaining(words),
    })
  })

  test.each([
    [{ zeros: 0.3 }, 'columns.0.zeros', 'not 5'],
    [{ atMost: 'moon' }, 'columns.0.atMost', 'moon'],
  ])('a number that cannot keep %j is refused at its place', (limit, path, words) => {
    const number = { kind: 'numeric' as const, table: 'main', unit: 'm', shape: 'normal' as const }
    const column = { ...number, name: 'depth', low: 5, high: 9, missingRate: 0, ...limit }
    const spec = { ...told, columns: [column, ...told.columns] }
    expect(checkSpec(spec, spec, DOMAINS)).toContainEqual({ path, message: expect.stringContaining(words) })
  })

  test('gaps that go by a column which is not there are refused at their place', () => {
    const gapsBy = { column: 'moon', side: 'high' as const }
    const spec = { ...told, style: { ...told.style, gapsBy } }
    expect(checkSpec(spec, spec, DOMAINS)).toContainEqual({
      path: 'style.gapsBy',
      message: expect.stringContaining('moon'),
    })
  })

  test('levels that lean on what has none are refused at their place', () => {
    const number = told.columns.find(({ kind }) => kind === 'numeric')?.name ?? ''
    const link = { from: number, to: number, leans: { low: ['high'] } }
    const spec = { ...told, style: { ...told.style, links: [link] } }
    expect(checkSpec(spec, spec, DOMAINS)).toContainEqual({
      path: 'style.links.0',
      message: expect.stringContaining('two categorical columns'),
    })
  })

  test('a usual level that its category does not have is refused at its place', () => {
    const kind = { kind: 'categorical' as const, table: 'main', categories: ['clay', 'sand'], missingRate: 0 }
    const columns = [{ ...kind, name: 'soil', usual: 'silt' }, ...told.columns]
    expect(checkSpec({ ...told, columns }, { ...told, columns }, DOMAINS)).toContainEqual({
      path: 'columns.0.usual',
      message: expect.stringContaining('silt is no level of soil'),
    })
  })

  test('links under relations that leave them out are refused, not dropped', () => {
    const spec = { ...told, style: { ...told.style, relations: 'pairs' as const } }
    const [problem] = problemsOf(spec)
    expect(problem).toEqual({ path: 'style.links.0', message: expect.stringContaining('graph') })
  })

  test('moves to another world with the task', () => {
    const place = other(told)
    const moved = rebindSpec(told, place, CATALOGUE.mechanisms)
    if (moved === null) return
    expect(checkSpec(moved, told, DOMAINS)).toEqual([])
    for (const one of Object.keys(moved.ordinary?.senses ?? {}))
      expect(place.targets[told.task].sense).toHaveProperty(one)
  })

  test('follows a column that takes the place of another, and keeps what was said of the others', () => {
    const at = told.columns.findIndex(({ name, kind }) => kind === 'numeric' && name in senses)
    const old = told.columns[at]?.name ?? ''
    const next = world.columns.find(
      ({ kind, name }) => kind === 'numeric' && told.columns.every((one) => one.name !== name),
    )
    if (next === undefined) throw new Error('a number is left')
    const kept = Object.keys(senses).find((one) => one !== old) ?? ''
    const changed = resenseSpec(withColumn(saying({ [kept]: senses[kept] }), at, next), world, told)
    expect(changed.ordinary?.senses).not.toHaveProperty(old)
    expect(changed.ordinary?.senses).toHaveProperty(next.name)
    expect(changed.ordinary?.senses?.[kept]).toEqual(senses[kept])
    expect(problemsOf(changed).filter(({ path }) => /senses|links/.test(path))).toEqual([])
  })
})
