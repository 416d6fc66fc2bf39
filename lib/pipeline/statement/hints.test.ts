import { expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { plan } from '#lib/pipeline/plan.fixture.ts'
import { hintsOf } from '#lib/pipeline/statement/hints.ts'
import { wordingOf } from '#lib/pipeline/statement/story.ts'

const domain = DOMAINS.find(({ id }) => id === 'pump-seal')
const along = { numerator: 'seal_pressure', denominator: 'bolt_torque', group: 'seal' }

function hintFor(columns: Record<string, string>): string {
  if (domain === undefined) throw new Error('the world of pumps is one')
  const mechanisms = [{ id: 'ratio-threshold', weight: 1, columns, knobs: {} }]
  const spec = { ...plan(makeDna(), 0), mechanisms, domain: { family: domain.family, id: domain.id } }
  return hintsOf({ spec, domain }, CATALOGUE, wordingOf(spec)).join()
}

test('a rule along a cause of its world is told by that cause', () => {
  expect(hintFor(along)).toMatch(/bolts/)
})

test('a rule that somebody bound elsewhere is told by the columns it reads', () => {
  expect(hintFor({ ...along, denominator: 'sand_share' })).toMatch(/sand content/)
})

test('a reason is told with the form of the rule, which names every column that a reason leaves out', () => {
  if (domain === undefined) throw new Error('the world of pumps is one')
  const mute = {
    ...domain,
    causes: domain.causes?.map((cause) => ({ ...cause, because: ['loose bolts leak', 'bolts work loose'] })),
  }
  const mechanisms = [{ id: 'ratio-threshold', weight: 1, columns: along, knobs: {} }]
  const spec = { ...plan(makeDna(), 0), mechanisms, domain: { family: domain.family, id: domain.id } }
  expect(hintsOf({ spec, domain: mute }, CATALOGUE, wordingOf(spec)).join()).toMatch(
    /^(?:Loose bolts leak|Bolts work loose)\. .*seal type/,
  )
  for (const column of ['seal pressure', 'bolt torque', 'seal type'])
    expect(hintFor(along).split('. ')[1]).toContain(column)
})

test('lines that tell classes apart are told by their cause, where a plan has the crossings that it tells of', () => {
  const cause = domain?.causes?.find(({ crossings }) => crossings !== undefined)
  if (domain === undefined || cause?.crossings === undefined) throw new Error('no crossings of pumps')
  const meta = CATALOGUE.mechanisms.find(({ modality }) => modality === 'image')
  if (meta === undefined) throw new Error('no rule of pictures')
  const mechanisms = [{ ...meta, id: 'image-grating', hints: ['how the lines cross matters'] }]
  const rule = { id: 'image-grating', weight: 1, columns: { image: 'image' }, knobs: {} }
  const { crossings } = cause
  const [older, told] = [rule, { ...rule, crossings }].map((one) => {
    const own = plan(makeDna(), 0)
    const where = { family: domain.family, id: domain.id }
    const spec = { ...own, task: 'multiclass' as const, mechanisms: [one], domain: where }
    return hintsOf({ spec, domain }, { ...CATALOGUE, mechanisms }, wordingOf(spec)).join()
  })
  expect(older).toMatch(/how the lines cross/i)
  expect(told).toMatch(/slant/)
})
