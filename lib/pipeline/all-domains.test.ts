import { describe, expect, test } from 'vitest'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { canDivide, meaningOf, physicalLimits } from '#lib/domain/artefacts/meanings.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'

test('there are enough worlds in enough families', () => {
  expect(DOMAINS.length).toBeGreaterThanOrEqual(20)
  expect(new Set(DOMAINS.map((domain) => domain.family)).size).toBe(12)
})

test.each(DOMAINS.map((domain) => [`${domain.family}/${domain.id}`, domain] as const))(
  '%s is sound',
  (_, domain) => {
    const { columns, child, group, moreGroups, date, targets } = domain
    const names = [
      ...[...columns, ...child.columns].map((column) => column.name),
      ...[group.name, ...moreGroups.map(({ name }) => name), date.name, child.date],
      ...Object.values(targets).map((target) => target.name),
    ]
    // Two targets may share a name: a task has only one of them.
    const features = names.slice(0, columns.length + child.columns.length + 3 + moreGroups.length)
    expect(new Set(features).size).toBe(features.length)
    for (const target of Object.values(targets)) expect(features).not.toContain(target.name)
    for (const column of [...columns, ...child.columns]) {
      if (column.kind === 'categorical')
        expect(new Set(column.categories).size).toBe(column.categories.length)
      else expect(column.low).toBeLessThan(column.high)
    }
    for (const { fixes = [] } of [group, ...moreGroups])
      expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(fixes))
    // Roles that must be positive need columns that are: at least four per world.
    const positive = columns.filter((column) => column.kind === 'numeric' && column.low > 0)
    expect(positive.length).toBeGreaterThanOrEqual(4)
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'every number of %s measures something, inside what is physically possible',
  (_, domain) => {
    const { name, unit, meaning, range } = domain.targets.regression
    const target = { name, unit, meaning, low: range[0], high: range[1] }
    const columns = [...domain.columns, ...domain.child.columns, ...mapColumns(domain)]
    const numbers = [...columns.filter((column) => column.kind === 'numeric'), target]
    for (const number of numbers) {
      expect(meaningOf(number), `${number.name} in ${number.unit}`).not.toBeNull()
      const [least, most] = physicalLimits(number)
      expect(number.low, number.name).toBeGreaterThanOrEqual(least)
      expect(number.high, number.name).toBeLessThanOrEqual(most)
    }
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'only a category of the child table of %s has a usual level, which is one of its own',
  (_, { columns, child }) => {
    for (const column of columns) expect(column).not.toHaveProperty('usual')
    for (const column of child.columns)
      if (column.kind === 'categorical') expect([...column.categories, undefined]).toContain(column.usual)
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'what follows the days in %s leaves something for the whole year, and differs by nothing but its day',
  (_, { columns, group, moreGroups }) => {
    const fixed = [group, ...moreGroups].flatMap(({ fixes = [] }) => fixes)
    for (const column of columns) {
      if (column.daily || column.lasts === 'everywhere') expect(fixed).not.toContain(column.name)
      if (column.kind === 'numeric' && column.season) expect(column.low, column.name).toBe(0)
      if (column.kind !== 'categorical' || column.seasons === undefined) continue
      expect(column.categories).toEqual(expect.arrayContaining(Object.keys(column.seasons)))
      // A plan takes the first levels, at least two of them.
      expect(Object.keys(column.seasons), column.name).not.toContain(column.categories[0])
    }
  },
)

test('steps of a column lie between its ends, and are fine enough for a rule to show', () => {
  const stepped = DOMAINS.flatMap(({ columns, child }) => [...columns, ...child.columns]).filter(
    (column) => column.kind === 'numeric' && column.step !== undefined,
  )
  expect(stepped.length).toBeGreaterThan(40)
  for (const column of stepped) {
    if (column.kind !== 'numeric' || column.step === undefined) continue
    for (const end of [column.low, column.high])
      expect(Math.abs(end / column.step - Math.round(end / column.step)), column.name).toBeLessThan(1e-6)
    expect((column.high - column.low) / column.step, column.name).toBeGreaterThanOrEqual(10)
  }
})

test('columns with zeros start there, and what limits another one has its unit and is free itself', () => {
  const numbers = DOMAINS.flatMap(({ columns }) =>
    columns.flatMap((column) => (column.kind === 'numeric' ? [{ column, columns }] : [])),
  )
  expect(numbers.filter(({ column }) => column.zeros !== undefined).length).toBeGreaterThan(30)
  for (const { column, columns } of numbers) {
    if (column.zeros !== undefined) expect(column.low, column.name).toBe(0)
    if (column.atMost === undefined) continue
    const limit = columns.find(({ name }) => name === column.atMost)
    if (limit?.kind !== 'numeric') throw new Error(`${column.name} is limited by no number`)
    expect(limit.unit).toBe(column.unit)
    expect(limit.low).toBeGreaterThanOrEqual(column.low)
    expect(limit.atMost).toBeUndefined()
  }
})

test('what a column needs can be zero, and is itself no more shared between rows', () => {
  const needing = DOMAINS.flatMap((domain) =>
    domain.columns.flatMap((column) =>
      column.kind === 'numeric' && column.needs !== undefined ? [{ column, domain }] : [],
    ),
  )
  expect(needing.length).toBeGreaterThanOrEqual(3)
  for (const { column, domain } of needing) {
    const other = domain.columns.find(({ name }) => name === column.needs)
    if (other?.kind !== 'numeric') throw new Error(`${column.name} needs no number`)
    expect([other.low, other.daily, column.daily]).toEqual([0, undefined, undefined])
    for (const { fixes = [] } of [domain.group, ...domain.moreGroups])
      expect(fixes).not.toEqual(expect.arrayContaining([column.name]))
  }
})

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'the largest or longest of several things in %s is measured only where there are such',
  (_, { columns, story }) => {
    const counted = columns.flatMap(
      ({ name }) => /^number of (\w+?)s$/.exec(story.labels[name] ?? '')?.[1] ?? [],
    )
    for (const column of columns) {
      const things = counted.filter((thing) =>
        new RegExp(`\\b(?:largest|longest|last|worst) ${thing}\\b`).test(story.labels[column.name] ?? ''),
      )
      if (column.kind === 'numeric' && things.length > 0) expect(column.needs, column.name).toBeDefined()
    }
  },
)

describe('worlds whose rows have a past of their own', () => {
  const joined = DOMAINS.filter(({ child }) => child.joined !== false)
  const isJoin = ({ mechanism }: { mechanism: string }) => mechanism.startsWith('join-')

  test('are enough, in enough families, and each says why it matters', () => {
    expect(joined.length).toBeGreaterThanOrEqual(13)
    expect(new Set(joined.map(({ family }) => family)).size).toBeGreaterThanOrEqual(9)
    for (const { id, causes = [] } of joined) expect(causes.some(isJoin), id).toBe(true)
    for (const { id, child, causes = [] } of DOMAINS)
      if (child.joined === false) expect(causes.some(isJoin), id).toBe(false)
  })

  test('call a row by what has the past, where the entity is an event', () => {
    const events = /\b(?:check|test|cycle|visit|survey|trip|tour|passage|session|rental)$/
    for (const domain of joined) expect(seenIn('join', domain).entity, domain.id).not.toMatch(events)
  })

  test('leave out what the child table tells by itself, and nothing of it elsewhere', () => {
    const told = joined.flatMap((domain) => {
      const left = new Set(seenIn('join', domain).columns.map(({ name }) => name))
      return domain.columns.filter(({ name }) => !left.has(name)).map(({ name }) => name)
    })
    expect(told).toEqual(expect.arrayContaining(['calls_before', 'rain_forecast', 'crackle_rate']))
    for (const domain of DOMAINS) expect(seenIn('tabular', domain)).toBe(domain)
  })

  test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
    'no number of earlier things in %s stands beside the table that lists them',
    (_, domain) => {
      const beside = seenIn('join', domain).columns.map(({ name }) => domain.story.labels[name] ?? '')
      const words = domain.story.childRows.split(' ')
      for (const label of beside)
        if (/^(?:number|rate|total|mean) of earlier /.test(label))
          expect(words).not.toContain(label.split(' ').at(-1))
    },
  )
})

test('no column is named after a unit that it is not measured in', () => {
  const units = new Set(['mm', 'cm', 'km', 'kg', 'ng', 'ms', 'db', 'px'])
  const strange = DOMAINS.flatMap(({ columns, child }) =>
    [...columns, ...child.columns].filter((column) => {
      const last = column.name.split('_').at(-1) ?? ''
      return column.kind === 'numeric' && units.has(last) && column.unit.toLowerCase() !== last
    }),
  )
  expect(strange.map(({ name }) => name)).toEqual([])
})

test.each([
  [{ unit: 'kg' }, { unit: 'm3' }, true],
  [{ unit: 'eur' }, { unit: 'n' }, true],
  [{ unit: 'uM' }, { unit: 'mM' }, true],
  [{ unit: 'C' }, { unit: 'kg' }, false],
  [{ unit: 'min' }, { unit: 'year', meaning: 'age' }, false],
  [{ unit: 'dB' }, { unit: 'pct' }, false],
] as const)('whether %j by %j is a rate or a proportion', (over, under, is) => {
  expect(canDivide(over, under)).toBe(is)
})

/** As many levels as a rule about a ratio can tell apart. */
const NORM_LEVELS = [3, 8] as const

describe('ratios of worlds', () => {
  test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
    'those of %s are of numbers above zero that move a target, by a norm of a few levels',
    (_, { columns, ratios, group, moreGroups, targets }) => {
      if (ratios === undefined) throw new Error('a bundled world lists its ratios')
      const positive = columns.filter((column) => column.kind === 'numeric' && column.low > 0)
      const moving = positive.filter(({ name }) =>
        Object.values(targets).some(({ sense }) => [sense[name] ?? 0].flat().some((push) => push !== 0)),
      )
      const norms = [group, ...moreGroups].map(({ name }) => name)
      for (const column of columns) {
        if (column.kind !== 'categorical') continue
        const { length } = column.categories
        if (length >= NORM_LEVELS[0] && length <= NORM_LEVELS[1]) norms.push(column.name)
      }
      for (const { of, by, norm } of ratios) {
        expect(moving.map(({ name }) => name)).toEqual(expect.arrayContaining([of, by]))
        expect(of).not.toBe(by)
        expect(norms).toEqual(expect.arrayContaining(norm))
        expect(new Set(norm).size).toBe(norm.length)
      }
      expect(new Set(ratios.map(({ of, by }) => `${of} by ${by}`)).size).toBe(ratios.length)
    },
  )

  test('are found in most worlds and in every family', () => {
    const worlds = DOMAINS.filter(({ ratios = [] }) => ratios.length > 0)
    expect(worlds.length).toBeGreaterThanOrEqual(16)
    expect(new Set(worlds.map(({ family }) => family)).size).toBe(12)
  })
})

describe.each(DOMAINS.map((domain) => [domain.id, domain] as const))('the story of %s', (_, domain) => {
  const { columns, child, group, moreGroups, date, targets, story } = domain
  const targetStories = Object.values(targets).map((target) => target.story)

  test('labels every column that a task can have, once and in words', () => {
    const onMap = mapColumns(domain)
    const names = [...columns, ...child.columns, ...onMap, group, ...moreGroups].map(({ name }) => name)
    expect(Object.keys(story.labels).sort()).toEqual([...names, date.name, child.date].sort())
    const labels = Object.values(story.labels)
    expect(new Set(labels).size).toBe(labels.length)
    // Behind "the" and "each": a noun phrase without article, number or unit.
    for (const label of labels) expect(label).toMatch(/^(?!a |an |the )[A-Za-z][A-Za-z -]+$/)
  })

  test('has a number of its own by which cells go missing, if any', () => {
    const { gapsBy } = story
    const column = domain.columns.find(({ name }) => name === gapsBy?.column)
    expect(column?.kind).toBe(gapsBy === undefined ? undefined : 'numeric')
  })

  test('has noun phrases and clauses that fit into a sentence', () => {
    expect(story.host).toMatch(/^(?:an? |the night shift )/)
    expect(story.entities).not.toBe(domain.entity)
    expect(story.field).toMatch(/^[A-Z][a-z]+(?: [a-z]+)?$/)
    const inner = [story.place, story.moment, story.gaps, ...targetStories.map(({ whether }) => whether)]
    for (const part of inner) expect(part).toMatch(/^[a-z].*[a-z]$/)
    for (const { whether } of targetStories) expect(whether).toMatch(/^(?:whether|wh|how|by|in|on )/)
  })

  test('tells each target in sentences of its own, without a number that data could contradict', () => {
    const told = targetStories.flatMap(({ asks, topic, use, cost, truth }) => [asks, topic, use, cost, truth])
    const sentences = [...told, ...story.scenes, ...targetStories.flatMap(({ headings }) => headings)]
    expect(new Set(sentences).size).toBe(sentences.length)
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z]/)
      expect(sentence).not.toMatch(/\d|\s{2}/)
    }
  })
})

/** Words that turn a judgement round wherever they are in its sentence (python/sandmle/parts/clauses.py). */
const NEGATORS = /\b(?:no|not|never|hardly|scarcely|nothing|nobody|none|neither|nor|far from)\b|n't/i

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'what the texts of %s say beside their judgements judges nothing',
  (_, { words }) => {
    const praise = new Set(words.subjects.flatMap(({ good }) => good))
    const blame = new Set(words.subjects.flatMap(({ bad }) => bad))
    expect([...blame].filter((word) => praise.has(word))).toEqual([])
    const beside = [
      ...words.subjects.flatMap(({ asides, shows }) => [...asides, ...Object.values(shows ?? {})]),
      ...words.forms.flatMap((form) => [...form.openings, ...form.lines, ...form.closings, ...form.tails]),
      ...words.forms.flatMap(({ acts, plans, roles = [], tied = [] }) => [
        ...[...acts, ...plans, ...roles.flatMap((role) => role.acts)],
        ...tied.flatMap((one) => one.acts),
      ]),
    ]
    const judging = beside.filter((sentence) => {
      const said = sentence.toLowerCase().match(/[a-z]+/g) ?? []
      return NEGATORS.test(sentence) || said.some((word) => praise.has(word) || blame.has(word))
    })
    expect(judging).toEqual([])
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'in texts of %s everybody has something to do, and something can be done about everything',
  (_, { words: { forms, subjects } }) => {
    const names = subjects.map(({ name }) => name).sort()
    for (const { acts, plans, people, roles = [], tied = [] } of forms) {
      expect(roles.map(({ who }) => who)).toEqual(people)
      expect(tied.map(({ about }) => about).sort()).toEqual(names)
      const doings = [...acts, ...tied.flatMap((one) => one.acts)]
      expect(new Set(doings).size).toBeGreaterThanOrEqual(16)
      expect(plans.length + tied.flatMap((one) => one.plans).length).toBeGreaterThanOrEqual(8)
    }
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'what shows a thing of %s to be well or ill names it in one clause',
  (_, { words }) => {
    for (const { name, shows } of words.subjects) {
      const told = Object.values(shows ?? {})
      expect(told).toHaveLength(2)
      for (const sentence of told) {
        const naming = sentence
          .toLowerCase()
          .split(' and ')
          .filter((clause) => clause.includes(name))
        expect(naming).toHaveLength(1)
        expect(sentence).not.toMatch(/[,;:]|\.$/)
      }
    }
  },
)

test.each(DOMAINS.map((domain) => [domain.id, domain] as const))(
  'what matters in texts of %s is among the things that they judge',
  (_, { words: { matters, subjects } }) => {
    const names = subjects.map(({ name }) => name)
    for (const two of Object.values(matters)) {
      expect(names).toEqual(expect.arrayContaining(two))
      expect(new Set(two).size).toBe(2)
    }
  },
)
