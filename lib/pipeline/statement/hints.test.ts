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

test('a reason that leaves open which category decides how far it holds is told with that category', () => {
  if (domain === undefined) throw new Error('the world of pumps is one')
  const mute = {
    ...domain,
    causes: domain.causes?.map((cause) => ({ ...cause, because: ['loose bolts leak', 'bolts work loose'] })),
  }
  const mechanisms = [{ id: 'ratio-threshold', weight: 1, columns: along, knobs: {} }]
  const spec = { ...plan(makeDna(), 0), mechanisms, domain: { family: domain.family, id: domain.id } }
  expect(hintsOf({ spec, domain: mute }, CATALOGUE, wordingOf(spec)).join()).toMatch(/; .*seal type/)
  expect(hintFor(along)).not.toMatch(/;/)
})
