import { describe, expect, test } from 'vitest'
import { strengthOf } from '#lib/domain/artefacts/causes.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { DNAS } from '#lib/pipeline/bundled-seeds.fixture.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { plannedFacts } from '#lib/pipeline/data-facts.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

const SECRET = '5'.repeat(32)
const plansOf = (likeness: Likeness, runSeed: number): Spec[] =>
  [...DNAS.values()].flatMap((dna) =>
    Array.from({ length: 12 }, (_, ordinal) =>
      strategise(dna, CATALOGUE, DOMAINS, { runSeed, ordinal, likeness, secret: SECRET, reasons: [] }),
    ),
  )
const PLANS = (['faithful', 'varied'] as const).flatMap((likeness) =>
  [1, 7].flatMap((seed) => plansOf(likeness, seed)),
)

function domainOf({ domain: { id } }: Spec) {
  const found = DOMAINS.find((domain) => domain.id === id)
  if (found === undefined) throw new Error('no domain')
  return found
}
const overviewOf = (spec: Spec): string =>
  writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE).split('\n## ')[1] ?? ''

/** The beginning of a class's name that its other forms share: "dirty" and "dirt", "crack" and "cracks". */
const stemOf = (label: string): RegExp =>
  new RegExp(`\\b${label.replace(/(?<=\w{4})(?:e|ed|y|ing)$/, '')}`, 'i')

describe.each(DOMAINS.map((domain) => [domain.id, domain] as const))('the story of %s', (_, domain) => {
  const { columns, child, story, targets } = domain
  const stories = Object.values(targets).map((target) => target.story)
  const sentences = [
    ...story.scenes,
    ...[story.place, story.moment, story.gaps],
    ...stories.flatMap(({ use, cost, truth }) => [use, cost, truth]),
  ]

  test('names no season and no share, which only a task with such dates or classes could bear out', () => {
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/\b(?:season|spring|summer|autumn|winter|sowing|January|July)\b/i)
      expect(sentence).not.toMatch(
        /\b(?:one in (?!the )|rarely|seldom|hardly ever|usually|mostly|majority|almost (?:all|every)|nearly (?:all|every))\b/i,
      )
      expect(sentence).not.toMatch(/\b(?:Most|Few) (?!days\b)[a-z]+s\b/)
    }
  })

  test('claims no frequency and no guarantee that rows could contradict', () => {
    for (const sentence of [...story.scenes, ...stories.flatMap(({ use, truth }) => [use, truth])])
      expect(sentence).not.toMatch(
        /\b(?:always|(?:each|every) (?:tour|tile|invoice|pass|slope|pump|load|session|cycle|batch|hive)s? (?:has|have)|most of (?:them|the)|each month|every week|[a-z]+ times a (?:day|week|month|year)|(?:once|twice|two|evening|visited|day) (?:a|in a|of the) week|at every [a-z]+|nobody (?:gets|ever gets))\b/i,
      )
  })

  test('has texts that show of a thing what had happened by then, as they tell it of the past', () => {
    for (const { shows } of domain.words.subjects)
      for (const sentence of Object.values(shows ?? {}))
        expect(sentence).not.toMatch(
          /\b(?:will|is|are|has|have(?! (?:stood|traced|set|turned))|looks|hurts|shows)\b/,
        )
    for (const { tails } of domain.words.forms)
      for (const tail of tails) expect(tail).not.toMatch(/\bsince\b/)
  })

  test('names no class that a faithful plan leaves out', () => {
    const { asks, topic, headings, whether, use, cost, truth } = targets.multiclass.story
    for (const label of targets.multiclass.classes.slice(3))
      for (const sentence of [asks, topic, ...headings, whether, use, cost, truth])
        expect(sentence).not.toMatch(stemOf(label))
  })

  test('promises to predict what a target is, never what somebody then does', () => {
    for (const { headings, topic } of stories.slice(1))
      for (const title of [topic, ...headings])
        expect(title).not.toMatch(/\brank|\b(?:first|to buy|to save)\b/)
  })

  test('has instruments that read its columns, and names none as a reason for gaps', () => {
    const names = [...columns, ...child.columns].map(({ name }) => name)
    for (const { name, reads = [] } of story.instruments) {
      expect(names).toEqual(expect.arrayContaining(reads))
      const noun = name.split(' ').slice(1).join(' ')
      if (reads.length > 0) expect(story.gaps).not.toContain(noun)
    }
  })
})

test('a statement names an instrument only with a number of the main table that it reads, and few name one', () => {
  const told = PLANS.filter(({ modality }) => ['tabular', 'join', 'series'].includes(modality))
  expect(told.length).toBeGreaterThan(100)
  const naming = told.flatMap((spec) => {
    const overview = overviewOf(spec)
    const { instruments, labels } = domainOf(spec).story
    return instruments.flatMap(({ name, reads }) => {
      const [, read] =
        new RegExp(`[;,] (?:and )?([^;,]*) (?:comes?|w(?:as|ere) measured) (?:from|with) ${name}`).exec(
          overview,
        ) ?? []
      return read === undefined ? [] : [{ spec, read, labels: reads.map((one) => labels[one]), reads }]
    })
  })
  expect(naming.length).toBeGreaterThan(5)
  expect(naming.length).toBeLessThan(told.length / 2)
  for (const { spec, read, labels, reads } of naming) {
    for (const phrase of read.split(' and the ')) expect(labels).toContain(phrase.replace(/^the /, ''))
    const own = spec.columns.filter(({ kind, table }) => kind === 'numeric' && table === 'main')
    expect(own.some(({ name }) => reads.includes(name))).toBe(true)
  }
})

test('beside a child table there is no column that sums it up, and a row is what has the history', () => {
  const joins = PLANS.filter(({ modality }) => modality === 'join')
  expect(joins.length).toBeGreaterThan(20)
  for (const spec of joins) {
    const { child, columns, entity } = domainOf(spec)
    const summing = columns.flatMap((one) => (one.kind === 'numeric' && one.tallies ? [one.name] : []))
    expect(spec.columns.filter(({ name }) => summing.includes(name))).toEqual([])
    expect(child.joined).not.toBe(false)
    expect(spec.entity).toBe(child.parent?.entity ?? entity)
    expect(overviewOf(spec)).toContain(spec.entity)
  }
})

test('what there is none of is told where a column needs another one that can be zero', () => {
  let told = 0
  for (const spec of PLANS) {
    const text = writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE)
    for (const column of spec.columns) {
      if (column.kind !== 'numeric' || column.needs === undefined) continue
      told += 1
      const line = text.split('\n').find((one) => one.startsWith(`| \`${column.name}\` |`))
      expect(line).toContain(`0 where \`${column.needs}\` is 0`)
      expect(spec.columns).toContainEqual(expect.objectContaining({ name: column.needs, low: 0 }))
    }
  }
  expect(told).toBeGreaterThan(0)
})

test('what comes in steps is drawn and described so, but for a signal that is read off an instrument', () => {
  let told = 0
  for (const spec of PLANS) {
    const text = writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE)
    const signals = spec.mechanisms.map(({ columns }) => columns.signal)
    for (const column of domainOf(spec).columns) {
      const own = spec.columns.find(({ name }) => name === column.name)
      if (own?.kind !== 'numeric' || column.kind !== 'numeric') continue
      expect(own.step).toBe(signals.includes(own.name) ? undefined : column.step)
      if (own.step === undefined || Number.isInteger(Math.log10(own.step))) continue
      told += 1
      expect(text).toMatch(new RegExp(`in steps of ${own.step}[ ;]`))
    }
  }
  expect(told).toBeGreaterThan(50)
})

test('columns that a group decides, or a day that rows have, are said to be the same there', () => {
  const told = { group: 0, day: 0, undated: 0 }
  for (const spec of PLANS) {
    const lines = writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE).split('\n')
    const isDated = spec.columns.some(({ kind, table }) => kind === 'date' && table === 'main')
    for (const column of spec.columns) {
      const line = lines.find((one) => one.startsWith(`| \`${column.name}\` |`)) ?? ''
      const group = 'per' in column && column.per !== undefined
      const daily = !group && 'daily' in column && column.daily === true
      const day = daily && isDated
      expect(line.includes('; the same in every row of one '), line).toBe(group)
      expect(line.includes('; the same in all rows of one day'), line).toBe(day)
      told.group += Number(group)
      told.day += Number(day)
      told.undated += Number(daily && !isDated)
    }
  }
  expect(Math.min(told.group, told.day)).toBeGreaterThan(20)
  expect(told.undated).toBeGreaterThan(0)
})

test('rows that share a reference date have no column that a day decides', () => {
  const joins = PLANS.filter(({ modality }) => modality === 'join')
  expect(joins.length).toBeGreaterThan(20)
  for (const spec of joins) {
    const daily = domainOf(spec).columns.filter((column) => column.daily)
    expect(daily.filter(({ name }) => spec.columns.some((column) => column.name === name))).toEqual([])
  }
})

test('histories end before the rows that have dates, and the statement says nothing else', () => {
  const dated = PLANS.filter(
    ({ modality, columns }) =>
      modality === 'join' && columns.some(({ kind, table }) => kind === 'date' && table === 'main'),
  )
  expect(dated.length).toBeGreaterThan(0)
  for (const spec of dated) {
    const [, last = ''] = plannedFacts(spec).history ?? []
    for (const column of spec.columns)
      if (column.kind === 'date' && column.table === 'main') expect(column.start > last).toBe(true)
    const text = writeDescription(spec, plannedFacts(spec), domainOf(spec), CATALOGUE)
    expect(text).not.toMatch(/reference date/)
  }
})

test('a table has most of the columns that people of the trade ask for first, and some that say nothing', () => {
  const wide = PLANS.filter(({ modality }) => modality === 'tabular')
  /** Of the columns of that strength in the worlds of these plans, the share that their tables have. */
  const shareOf = (strength: number) => {
    const kept = wide.flatMap((spec) => {
      const domain = domainOf(spec)
      return domain.columns
        .filter(({ name }) => strengthOf(name, spec.task, domain) === strength)
        .map(({ name }) => spec.columns.some((column) => column.name === name))
    })
    return kept.filter(Boolean).length / kept.length
  }
  expect(shareOf(3)).toBeGreaterThan(0.65)
  expect(shareOf(3)).toBeGreaterThan(shareOf(0) + 0.2)
  expect(shareOf(0)).toBeGreaterThan(0.1)
})
