import { describe, expect, test } from 'vitest'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { formOf, TITLE_FORMS, titlesOf } from '#lib/domain/titles.ts'
import { MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { DNAS } from '#lib/pipeline/bundled-seeds.fixture.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { plannedFacts } from '#lib/pipeline/data-facts.fixture.ts'
import { compose, wordingsOf } from '#lib/pipeline/statement/grammar.ts'
import { lexiconOf } from '#lib/pipeline/statement/lexicon.ts'
import { VOICES } from '#lib/pipeline/statement/voices.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { stream } from '#lib/pipeline/stream.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

const COUNT = 60

function planned(runSeed: number): Spec[] {
  const dnas = [...DNAS.values()]
  return Array.from({ length: COUNT }, (_, ordinal) => {
    const dna = dnas[ordinal % dnas.length]
    if (dna === undefined) throw new Error('no bundled seed')
    const secret = ordinal.toString(16).padStart(32, '0')
    return strategise(dna, CATALOGUE, DOMAINS, { runSeed, ordinal, likeness: 'varied', secret, reasons: [] })
  })
}

function domainOf(spec: Spec) {
  const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
  if (domain === undefined) throw new Error('no domain')
  return domain
}

const write = (spec: Spec): string => writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE)
const section = (text: string, heading: string): string =>
  text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
/** Prose of a section: no lists, tables and headings. */
const paragraphs = (text: string): string[] =>
  text.split('\n\n').filter((part) => /^["`A-Z0-9]/.test(part.trim()))
const storyOf = (text: string) => paragraphs(`${section(text, 'Overview')}\n\n${section(text, 'Data')}`)
const hintsOf = (text: string) =>
  section(text, 'Hints')
    .split('\n')
    .filter((line) => line.startsWith('- '))
/** The first two sentences, as the first may be the bare question. */
const openingOf = (text: string) =>
  (storyOf(text)[0] ?? '')
    .split(/(?<=[.?!]"?) /)
    .slice(0, 2)
    .join(' ')

describe.each([101, 102, 103])(
  '60 environments of a varied run over the bundled seeds, run seed %i',
  (runSeed) => {
    const specs = planned(runSeed)
    const texts = specs.map(write)

    test('repeat no hint', () => {
      const hints = texts.flatMap(hintsOf)
      expect(hints.length).toBeGreaterThanOrEqual(COUNT)
      expect(hints.filter((hint, at) => hints.indexOf(hint) !== at)).toEqual([])
    })

    test('begin no hint with a phrase that would fit any other', () => {
      for (const hint of texts.flatMap(hintsOf)) expect(hint).not.toMatch(/^- (?:Note that|Keep in mind)/)
    })

    test('tell the same thing in other words than the eight tasks before', () => {
      // What is left of a sentence without its numbers and names.
      const bones = texts.map(
        (text) =>
          storyOf(text)
            .at(-1)
            ?.replaceAll(/`[^`]+`|[\d,]+|-/g, '') ?? '',
      )
      const again = bones.filter((one, at) => bones.slice(Math.max(0, at - 8), at).includes(one))
      expect(again).toEqual([])
    })

    test('repeat no paragraph of the story, and no opening', () => {
      const told = texts.flatMap(storyOf)
      expect(told.filter((one, at) => told.indexOf(one) !== at)).toEqual([])
      const openings = texts.map(openingOf)
      expect(openings.filter((one, at) => openings.indexOf(one) !== at)).toEqual([])
    })

    test('repeat no title', () => {
      const titles = specs.map(({ title }) => title)
      expect(titles.filter((one, at) => titles.indexOf(one) !== at)).toEqual([])
    })

    test('set no two tasks of one form in one world', () => {
      const forms = specs.map((spec) => `${spec.domain.id} ${formOf(spec, domainOf(spec))}`)
      expect(forms.filter((one, at) => forms.indexOf(one) !== at)).toEqual([])
    })

    test('tell their story in three to six paragraphs, without a gap or a doubled word', () => {
      for (const text of texts) {
        expect(storyOf(text).length).toBeGreaterThanOrEqual(3)
        expect(storyOf(text).length).toBeLessThanOrEqual(6)
        const prose = [...storyOf(text), ...hintsOf(text), section(text, 'Rules')].join('\n')
        expect(prose).not.toMatch(/[{}[\]|]|undefined|NaN| {2}|\.\.|\ba [aeio]|\b(\w+) \1\b/)
      }
    })
  },
)

test('have titles that are read whole, in every world', () => {
  for (const domain of DOMAINS)
    for (const task of TASK_TYPES)
      for (const modality of MODALITIES) {
        const { name } = domain.targets[task]
        const target = { name, unit: null, classes: null }
        const titles = titlesOf({ task, target, modality }, domain)
        expect(new Set(titles).size).toBe(TITLE_FORMS)
        // One that was cut ends in the middle of a word, and is no longer what a plan can have.
        for (const title of titles) {
          expect(title.length).toBeLessThan(80)
          expect(title).not.toMatch(/ from .* from /)
        }
      }
})

test('tell of a series when its rows are from, and of histories how far they reach', () => {
  for (const spec of [1, 7, 20].flatMap(planned)) {
    const facts = plannedFacts(spec)
    const data = section(write(spec), 'Data')
    if (facts.days !== null)
      for (const day of [...facts.days.train, ...facts.days.test]) expect(data).toContain(day)
    if (facts.history !== null) for (const day of facts.history) expect(data).toContain(day)
  }
})

test('says the same of the same plan, and nothing that hangs on the secret', () => {
  const [spec] = planned(3)
  if (spec === undefined) throw new Error('no plan')
  const facts = plannedFacts(spec)
  const under = (secret: string) => writeDescription({ ...spec, secret }, facts, domainOf(spec), CATALOGUE)
  expect(under('f'.repeat(32))).toBe(under('0'.repeat(32)))
})

test('keeps the words of a plan that its world has no story for', () => {
  const [first] = planned(3)
  if (first === undefined) throw new Error('no plan')
  const target = { ...first.target, name: 'thing_found' }
  const spec = { ...first, stakeholder: 'A ferry asks for it.', entity: 'crossing', target }
  const text = write(spec)
  expect(section(text, 'Overview').trim()).toMatch(/^A ferry asks for it\./)
  expect(text).toContain('crossings')
  expect(text).toContain('thing found')
})

test('has a voice for every form of title, every opening of which can be told of every world', () => {
  expect(VOICES).toHaveLength(TITLE_FORMS)
  for (const spec of planned(5)) {
    const lexicon = lexiconOf({ spec, facts: plannedFacts(spec), domain: domainOf(spec) }, 0)
    for (const template of VOICES.flatMap(({ open, ask }) => [...open, ...ask]))
      for (const wording of wordingsOf(template))
        expect(compose(wording, lexicon, stream('test'))).toMatch(/[.:?]$/)
  }
})
