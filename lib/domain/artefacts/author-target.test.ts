import { expect, test } from 'vitest'
import { AUTHOR, askedOf, asksForAuthor, authorStory, manyOf } from '#lib/domain/artefacts/author-target.ts'
import { targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const OF_AUTHORS = {
  ...CATALOGUE,
  mechanisms: CATALOGUE.mechanisms.flatMap((meta) =>
    meta.id === 'text-style' ? [{ ...meta, target: AUTHOR } as const] : [],
  ),
}
const planned = (runSeed: number) =>
  strategise(makeDna(), OF_AUTHORS, DOMAINS, {
    ...{ runSeed, ordinal: 0, likeness: 'varied', reasons: [], secret: '0'.repeat(32) },
  })

test('a rule on the habits of authors asks who wrote the texts, in the words of its world', () => {
  for (let runSeed = 0; runSeed < 20; runSeed++) {
    const spec = planned(runSeed)
    const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
    if (domain === undefined) throw new Error(`${spec.domain.id} is no world`)
    expect(asksForAuthor(spec)).toBe(true)
    expect(targetStoryOf(spec, domain)).toEqual(authorStory(noteOf(spec, domain)))
    expect(spec.title.toLowerCase()).toMatch(/author|wrote/)
    expect(new Set(spec.target.classes).size).toBe(spec.target.classes?.length)
  }
})

test('who wrote a text goes with groups of rows alone, and with nothing that is measured', () => {
  const plans = Array.from({ length: 30 }, (_, runSeed) => planned(runSeed))
  const acting = plans.map(({ columns, ordinary }) => ({
    ordinary,
    untold: columns.filter(({ name, kind }) => kind !== 'text' && ordinary?.senses?.[name] === undefined),
    groups: columns.filter((column) => column.kind === 'categorical' && column.groups !== undefined),
  }))
  for (const { ordinary, untold, groups } of acting) {
    expect(ordinary === undefined).toBe(groups.length === 0)
    if (ordinary === undefined) continue
    expect(untold).toEqual(groups)
    const pushes = Object.values(ordinary.senses ?? {}).flatMap((told) =>
      typeof told === 'object' && !Array.isArray(told) ? Object.values(told) : [told],
    )
    expect(pushes.flat().every((push) => push === 0)).toBe(true)
  }
  expect(acting.filter(({ ordinary }) => ordinary !== undefined).length).toBeGreaterThan(20)
})

test.each([
  ["the fitter's note", "fitters' notes"],
  ["the beekeeper's diary entry", "beekeepers' diary entries"],
  ["the test person's comment in the app", "test people's comments in the app"],
  ["the customer's letter about the last load", "customers' letters about the last load"],
  ['the trip log', 'trip logs'],
  ["the caller's complaint", "callers' complaints"],
])('of %s many are %s', (note, many) => {
  expect(manyOf(note)).toBe(many)
})

test.each([
  ["the organist's remark", 'which of the organists wrote the remark'],
  ["the parent's message of the day before", 'which of the parents wrote the message of the day before'],
  ['the trip log', 'which of the authors wrote the trip log'],
])('who wrote %s is asked of the people who write such texts', (note, asked) => {
  expect(askedOf(note)).toBe(asked)
})

test('titles of author tasks fit in every world', () => {
  for (const { words } of DOMAINS)
    for (const { note } of words.forms) {
      const { asks, headings } = authorStory(note)
      expect(asks.length, asks).toBeLessThanOrEqual(60)
      expect(Math.max(...headings.map((one) => one.length))).toBeLessThanOrEqual(80)
    }
})
