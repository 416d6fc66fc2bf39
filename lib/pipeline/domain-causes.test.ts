import { describe, expect, test } from 'vitest'
import { actsThrough, causedIn, causeOf, readsOf, strengthOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { CROSSINGS } from '#lib/domain/artefacts/sense.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { wordingsOf } from '#lib/pipeline/statement/grammar.ts'

const SIDE = /^(high|low)$/
/** Places of clauses on pictures, which the words of a surface fill. */
const SURFACE = ['coarse', 'fine', 'below', 'thing', 'otherThing', 'things', 'patches']
const causesOf = ({ causes = [] }: Domain) => causes

describe.each(DOMAINS.map((domain) => [domain.id, domain] as const))('the causes of %s', (_, domain) => {
  test('go through columns and groups of the world, and three kinds of rules or more have one', () => {
    const { columns, child, group, moreGroups } = domain
    const known = [...columns, ...child.columns, ...mapColumns(domain), group, ...moreGroups]
    for (const cause of causesOf(domain))
      for (const names of Object.values(cause.columns)) {
        expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
        expect(new Set(names).size).toBe(names.length)
      }
    expect(new Set(causesOf(domain).map(({ mechanism }) => mechanism)).size).toBeGreaterThanOrEqual(3)
  })

  test('are told in clauses behind "that", without a number', () => {
    for (const cause of causesOf(domain))
      for (const clause of cause.because.flatMap(wordingsOf)) {
        expect(clause).not.toMatch(/\d|[.?!]$|\ba [aeio]| {2}/)
        const roles = [...clause.matchAll(/\{(\w+)\}/g)].map((found) => found[1])
        const known = cause.mechanism.startsWith('image-') ? SURFACE : Object.keys(cause.columns)
        expect(known, clause).toEqual(expect.arrayContaining(roles))
      }
  })

  test('name the targets that pictures, sounds or months tell something of, and which side goes with more of them', () => {
    for (const { mechanism, columns, targets } of causesOf(domain)) {
      const isSeenOrHeard = /^(?:image|audio)-/.test(mechanism)
      const isCalendar = mechanism === 'series-panel-calendar'
      expect(Object.keys(targets ?? {}).length > 0, mechanism).toBe(isSeenOrHeard || isCalendar)
      if (!isSeenOrHeard && !isCalendar) continue
      if (isSeenOrHeard) expect(columns).toEqual({})
      // Classes in no order go with no side.
      for (const [task, side] of Object.entries(targets ?? {}))
        expect(side === 'each', `${mechanism} ${task}`).toBe(task === 'multiclass')
    }
  })

  test('name for each class the way in which lines cross, one for each way and none for a last one', () => {
    for (const { mechanism, targets = {}, crossings = {} } of causesOf(domain)) {
      const isAsked = mechanism === 'image-grating' && targets.multiclass !== undefined
      const { classes } = domain.targets.multiclass
      expect(Object.keys(crossings).sort()).toEqual(isAsked ? [...classes].sort() : [])
      if (isAsked) expect(Object.values(crossings).sort()).toEqual([...CROSSINGS].sort())
    }
  })

  test('tell of pictures and sounds where the world has some, of a target once', () => {
    const told = (kind: string) =>
      causesOf(domain).flatMap(({ mechanism, targets = {} }) =>
        mechanism.startsWith(kind) ? Object.keys(targets).map((task) => `${mechanism} ${task}`) : [],
      )
    expect(told('image-').length > 0).toBe(domain.pictured !== false)
    expect(told('audio-').length > 0).toBe(domain.sound !== undefined)
    for (const all of [told('image-'), told('audio-')]) expect(new Set(all).size).toBe(all.length)
  })

  test('name a side of every pair of numbers, and a level of a category that rows are counted by', () => {
    const levels = new Map(
      domain.child.columns.map((one) => [one.name, 'categories' in one ? one.categories : []]),
    )
    const all = [...levels.values()].flat()
    for (const { mechanism, columns, reads = {} } of causesOf(domain)) {
      if (mechanism === 'sign-interaction') {
        expect([columns.first?.length, columns.second?.length]).toEqual([1, 1])
        expect(reads).toEqual({ first: expect.stringMatching(SIDE), second: expect.stringMatching(SIDE) })
      }
      if (mechanism === 'join-recency' || mechanism === 'join-bursts') expect(all).toContain(reads.channel)
      if (mechanism === 'join-recency')
        expect(levels.get(columns.channel?.[0] ?? '')).toContain(reads.channel)
      if (mechanism === 'join-trend') {
        expect(columns.amount).toHaveLength(1)
        expect(reads).toEqual({ amount: expect.stringMatching(SIDE) })
      }
    }
  })

  test('of histories say what counts in them: what is late in the period, follows closely, or moves on', () => {
    const TRUE = {
      'join-recency':
        /\b(?:late in the period|later (?:part of|in) the period|towards the end|early (?:in the period|on))\b/,
      'join-bursts':
        /\b(?:within days|days? later|the next day|(?:days|day or two) apart|close together|in quick succession|follow each other closely|soon after)\b/,
      'join-trend':
        /\b(?:(?:each|every|next) time|(?:at|with|in) (?:each|every)|from (?:one )?(\w+) to (?:\1|the next)|(\w+) after \2|(?:more|less) and (?:more|less)|(\w+er) and \3|than the (?:last|one before)|adds? up|as time goes by|shrinks?|harder|down to|every (?:thaw|visit))\b/,
    } as const
    for (const { mechanism, because } of causesOf(domain)) {
      if (mechanism !== 'join-recency' && mechanism !== 'join-bursts' && mechanism !== 'join-trend') continue
      for (const clause of because) {
        expect(clause).toMatch(TRUE[mechanism])
        if (mechanism === 'join-trend') continue
        // Neither the values of the newest rows nor how many there are in all, nor a part of the period that is short.
        expect(clause).not.toMatch(
          /\b(?:latest|more often|at present|shortly|recent(?:ly)?|lately|of late|new|last weeks|weeks back|long ago|now)\b/,
        )
      }
    }
  })

  test('of histories tell what happens in the trade, and never what to work out of them', () => {
    for (const { mechanism, because } of causesOf(domain))
      if (mechanism.startsWith('join-'))
        for (const clause of because)
          expect(clause).not.toMatch(
            /\bit matters\b|\bmeans? (?:more|something)|\bsays? more (?:for|about)|\bwhat is normal|\bdepends? on the \{|\bfor one \{|\bthan (?:for|on) another\b|\b(?:be|been|once) compared\b|\bbe set against\b|\bthe shares? of|\bslopes?\b|\btrends?\b|\banother matter\b|\bnot the same as\b/,
          )
  })

  test('of amounts of one kind set that kind against all the others, never against one of them', () => {
    for (const { mechanism, because, columns, reads = {} } of causesOf(domain)) {
      if (mechanism !== 'join-bursts') continue
      const own = domain.child.columns.find(({ name }) => columns.channel?.includes(name))
      const others = own && 'categories' in own ? own.categories.filter((one) => one !== reads.channel) : []
      for (const clause of because)
        for (const other of others) expect(clause).not.toMatch(new RegExp(`\\b${other}\\b`))
    }
  })

  test('of lasting states join what lasts and what shows it by more than "and"', () => {
    for (const { mechanism, because } of causesOf(domain))
      if (mechanism === 'series-hidden-state')
        for (const clause of because) expect(clause).not.toMatch(/, and (?:a single|one) /)
  })

  test('of pairs that act together are pairs of which each moves some target', () => {
    for (const { mechanism, columns } of causesOf(domain)) {
      if (mechanism !== 'sign-interaction') continue
      for (const name of [...(columns.first ?? []), ...(columns.second ?? [])]) {
        const strengths = (['binary', 'multiclass', 'ordinal', 'regression'] as const).map((task) =>
          strengthOf(name, task, domain),
        )
        expect(Math.max(...strengths), name).toBeGreaterThan(0)
      }
    }
  })
})

/** Where in its range a tenth of the values of a column lies below, and a tenth above, by its shape. */
const TENTHS = {
  uniform: [0.12, 0.88],
  integer: [0.12, 0.88],
  normal: [0.27, 0.73],
  beta: [0.11, 0.73],
  gamma: [0.1, 0.52],
  lognormal: [0.033, 0.31],
} as const

test('a dose that saturates covers a wide range on a scale of logarithms: a curve over a narrow one is a line', () => {
  const doses = DOMAINS.flatMap((domain) =>
    causesOf(domain).flatMap(({ mechanism, columns }) =>
      mechanism === 'hill-dose' ? (columns.dose ?? []).map((name) => ({ domain, name })) : [],
    ),
  )
  expect(doses.length).toBeGreaterThan(5)
  for (const { domain, name } of doses) {
    const dose = domain.columns.find((column) => column.name === name)
    if (dose?.kind !== 'numeric') throw new Error(`${domain.id}: ${name} is not a number`)
    // As binding moves the low end of a dose that may be zero.
    const low = dose.low > 0 ? dose.low : (dose.step ?? dose.high / 50)
    const [few, most] = TENTHS[dose.shape].map((share) => low + share * (dose.high - low))
    expect((most ?? 0) / (few ?? 1), `${domain.id} ${name}`).toBeGreaterThan(4.5)
  }
})

test('every kind of rule that has causes has them in seven worlds or more', () => {
  const ids = new Set(DOMAINS.flatMap(causesOf).map(({ mechanism }) => mechanism))
  expect(ids.size).toBe(17)
  for (const id of ids) {
    const worlds = DOMAINS.filter((domain) => causesOf(domain).some(({ mechanism }) => mechanism === id))
    expect(worlds.length, id).toBeGreaterThanOrEqual(7)
  }
})

test('no two causes are told alike, in whatever worlds', () => {
  const told = DOMAINS.flatMap((domain) => causesOf(domain).flatMap(({ because }) => because))
  expect(new Set(told).size).toBe(told.length)
})

const [FOUR, THREE] = [
  ['binary', 'multiclass', 'ordinal', 'regression'],
  ['binary', 'ordinal', 'regression'],
] as const
test.each([
  ['image-grating', FOUR],
  ['image-count-texture', THREE],
  ['image-largest-patch', THREE],
  ['audio-beat-rate', FOUR],
  ['audio-pitch-step', FOUR],
] as const)('%s tells of every kind of target in three families or more', (id, tasks) => {
  for (const task of tasks) {
    const worlds = DOMAINS.filter((domain) =>
      causedIn(task, domain).causes?.some(({ mechanism }) => mechanism === id),
    )
    expect(new Set(worlds.map(({ family }) => family)).size, task).toBeGreaterThanOrEqual(3)
  }
})

test('what a picture shows goes with a target as its world says, and with no other one', () => {
  const world = DOMAINS.find(({ id }) => id === 'heat-pump')
  if (world === undefined) throw new Error('no heat pumps')
  const told = (task: 'binary' | 'ordinal', id: string) =>
    readsOf({ id, columns: { image: 'image' } }, task, world)
  expect(told('binary', 'image-largest-patch')).toEqual({ image: 'high' })
  expect(told('binary', 'image-grating')).toEqual({ image: 'low' })
  expect(told('ordinal', 'image-grating')).toBeUndefined()
  expect(readsOf({ id: 'audio-beat-rate', columns: { sound: 'sound' } }, 'multiclass', world)).toBeUndefined()
})

test('the special days of a month go with a target as their world says, through the date alone', () => {
  const world = DOMAINS.find(({ id }) => id === 'micro-loan')
  if (world === undefined) throw new Error('no such world')
  const columns = { date: 'request_date', site: 'circle', driver: 'stall_income' }
  const reads = (task: 'binary' | 'ordinal') => readsOf({ id: 'series-panel-calendar', columns }, task, world)
  // Money comes in: fewer members are late, and more of them are trusted.
  expect(reads('binary')).toEqual({ date: 'low' })
  expect(reads('ordinal')).toEqual({ date: 'high' })
})

test('no two worlds tell of their histories in the same words', () => {
  const seen = new Map<string, string>()
  for (const domain of DOMAINS)
    for (const { mechanism, because } of causesOf(domain)) {
      if (!mechanism.startsWith('join-')) continue
      for (const clause of because) {
        const words = clause.split(/[^\w-]+/)
        for (let at = 0; at + 6 <= words.length; at++) {
          const run = words.slice(at, at + 6).join(' ')
          expect(seen.get(run) ?? domain.id, run).toBe(domain.id)
          seen.set(run, domain.id)
        }
      }
    }
})

test('every world with a history has two causes in it or more, but for craters, which only lie there', () => {
  for (const { id, child, causes = [] } of DOMAINS) {
    const own = causes.filter(({ mechanism }) => mechanism.startsWith('join-'))
    const kinds = new Set(own.map(({ mechanism }) => mechanism)).size
    if (child.joined === false) expect(kinds, id).toBe(0)
    else expect(kinds, id).toBeGreaterThanOrEqual(id === 'crater-tile' ? 1 : 2)
  }
})

test('a task has the causes whose columns move its target', () => {
  const [world] = DOMAINS
  if (world === undefined) throw new Error('no world')
  const inert = world.columns.find(
    ({ kind, name }) => kind === 'numeric' && strengthOf(name, 'binary', world) === 0,
  )
  if (inert === undefined) throw new Error('every number of the world moves the target')
  const because = ['one thing leads to another', 'nothing comes from nothing']
  const dead = { mechanism: 'a', columns: { driver: [inert.name] }, because }
  const alive = { mechanism: 'b', columns: { driver: [inert.name, 'queen_age'], site: ['apiary'] }, because }
  const { causes = [] } = causedIn('binary', { ...world, causes: [dead, alive] })
  expect(causes).toEqual([{ ...alive, columns: { driver: ['queen_age'], site: ['apiary'] } }])
  expect(actsThrough(alive, 'brake', 'hive_mass')).toBe(true)
  expect(actsThrough(alive, 'site', 'meadow')).toBe(false)
})

test('a task has no cause whose columns push its target against each other', () => {
  const world = DOMAINS.find(({ id }) => id === 'beehive-check')
  if (world === undefined) throw new Error('no hives')
  const columns = { first: 'nectar_flow', second: 'frame_count', switch: 'strain' }
  const readIn = (task: 'binary' | 'regression' | 'multiclass') =>
    causeOf({ id: 'sign-interaction', columns }, task, world)?.reads
  // A full hive swarms; an empty one gives little honey.
  expect(readIn('binary')).toEqual({ first: 'high', second: 'low' })
  expect(readIn('regression')).toEqual({ first: 'high', second: 'high' })
})

test('a task has no cause that is about a level which does not move its target', () => {
  const world = DOMAINS.find(({ id }) => id === 'lichen-plot')
  if (world === undefined) throw new Error('no lichens')
  const told = (task: 'ordinal' | 'regression') =>
    causedIn(task, world).causes?.some(({ reads }) => reads?.channel === 'grazed')
  expect([told('ordinal'), told('regression')]).toEqual([true, false])
})
