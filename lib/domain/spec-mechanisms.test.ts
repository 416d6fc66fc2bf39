import { expect, test } from 'vitest'
import { mechanismProblems } from '#lib/domain/spec-mechanisms.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'

const mechanism = {
  id: 'season-effect',
  weight: 1,
  columns: { when: 'day', dose: 'mass' },
  knobs: { strength: 3 },
}
const problems = (change: object) =>
  mechanismProblems({ mechanisms: [{ ...mechanism, ...change }] }, CATALOGUE.mechanisms)

test('knobs, levels and parts that a mechanism has are right', () => {
  expect(problems({})).toEqual([])
  expect(problems({ knobs: {} })).toEqual([])
})

test.each([
  ['a knob that it lacks', { knobs: { fog: 1 } }, 'mechanisms.0.knobs.fog', 'Its knobs are: strength.'],
  ['a level beyond the last', { knobs: { strength: 4 } }, 'mechanisms.0.knobs.strength', 'levels 0 to 3'],
  [
    'a part that it lacks',
    { columns: { ...mechanism.columns, moon: 'mass' } },
    'mechanisms.0.columns.moon',
    'when, dose',
  ],
])('%s is refused at its place', (_, change, path, words) => {
  expect(problems(change)).toEqual([{ path, message: expect.stringContaining(words) }])
})

test('an invented mechanism has the knobs that it brings along', () => {
  const [first] = CATALOGUE.mechanisms
  if (first === undefined) throw new Error('the catalogue is empty')
  const meta = { ...first, id: 'invented-tide' }
  const mechanisms = [{ ...mechanism, id: 'invented-tide', columns: {}, knobs: { strength: 9 } }]
  expect(mechanismProblems({ mechanisms, inventions: [{ meta, source: 'x' }] }, [])).toHaveLength(1)
  expect(mechanismProblems({ mechanisms }, [])).toEqual([])
})
