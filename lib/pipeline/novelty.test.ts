import { expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { hasRulesOf, ideaOf } from '#lib/pipeline/novelty.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const drawn = strategise(makeDna(), CATALOGUE, DOMAINS, {
  runSeed: 7,
  likeness: 'varied',
  ordinal: 1,
  secret: 'a'.repeat(32),
  reasons: [],
})
const spec = { ...drawn, task: 'binary' as const, metric: 'auc' as const, modality: 'tabular' as const }
const [first] = spec.mechanisms
const second = { ...spec.mechanisms[0], id: 'another-rule', weight: 1, columns: {}, knobs: {} }

test('secret, rows, knobs and columns do not make a new idea', () => {
  const turned = spec.mechanisms.map((one) => ({ ...one, knobs: {}, weight: 3 }))
  const same = {
    ...spec,
    secret: 'b'.repeat(32),
    rows: { train: 160, test: 500 },
    noise: 2,
    columns: spec.columns.slice(0, 1),
    mechanisms: turned,
  }
  expect(ideaOf(same)).toEqual(ideaOf(spec))
  const idea = ideaOf({ ...spec, mechanisms: [second, ...(first ? [first] : [])] })
  expect(idea && hasRulesOf(idea, [first?.id ?? '', second.id, second.id])).toBe(true)
  expect(idea && hasRulesOf(idea, [second.id])).toBe(false)
})

test('another world, question, metric or rule does', () => {
  const others = [
    { ...spec, domain: { ...spec.domain, id: 'elsewhere' } },
    { ...spec, task: 'ordinal' as const },
    { ...spec, metric: 'qwk' as const },
    { ...spec, modality: 'series' as const },
    { ...spec, mechanisms: [second] },
  ]
  for (const other of others) expect(ideaOf(other)).not.toEqual(ideaOf(spec))
})

test('rules of its own making say nothing by their names', () => {
  expect(ideaOf({ ...spec, mechanisms: [{ ...second, id: 'invented-tide' }] })).toBeNull()
})
