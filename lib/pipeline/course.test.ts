import { describe, expect, test } from 'vitest'
import { MAX_REPAIRS, REJECTION_REASONS, type RejectionReason } from '#lib/domain/rejection.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { type Course, type Ended, FIRST_COURSE, nextCourse } from '#lib/pipeline/course.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const place = { likeness: 'varied' as const, runSeed: 1, ordinal: 0, secret: 'a'.repeat(32), reasons: [] }
const SPEC = strategise(makeDna(), CATALOGUE, DOMAINS, place)

const ended = (role: Role, reason: RejectionReason, message: string, spec: Ended['spec'] = SPEC): Ended => ({
  role,
  reason,
  message,
  spec,
})
/** Walks through ends; null where the candidate stops. */
const walk = (ends: readonly Ended[], isPlannedByModel = true) =>
  ends.reduce<Course | null>((course, end) => {
    const next = course === null ? null : nextCourse(course, end, isPlannedByModel)
    return next?.kind === 'again' ? next.course : null
  }, FIRST_COURSE)
const unusable = (role: Role, message: string, spec: Ended['spec'] = SPEC) =>
  ended(role, 'no-usable-answer', message, spec)

describe('a role that gives no usable answer', () => {
  test('the technical writer alone is asked again; the strategist is told nothing', () => {
    const course = walk([unusable('technical-writer', 'The statement has 80 characters.')])
    expect(course).toMatchObject({
      number: 1,
      attempts: { 'data-strategist': 0, 'ml-developer': 0, 'mlops-engineer': 0, 'technical-writer': 1 },
      told: [],
    })
  })

  test('after the developer those that work from its programs follow it, the strategist does not', () => {
    expect(walk([unusable('ml-developer', 'no block')])?.attempts).toEqual({
      'data-strategist': 0,
      'ml-developer': 1,
      'mlops-engineer': 1,
      'technical-writer': 1,
    })
  })

  test('the strategist is told of its own', () => {
    const course = walk([unusable('data-strategist', 'no JSON', null)])
    expect(course?.told).toHaveLength(1)
    expect(course?.attempts['technical-writer']).toBe(1)
  })

  test.each([
    ['word for word', 'no block there', 'no block there'],
    ['other numbers', 'The statement has 80 characters.', 'The statement has 112 characters.'],
    ['other decimals', 'line 3: 0.25 is too much', 'line 41: 7 is too much'],
  ])('two equal ends stop it: %s', (_, first, second) => {
    const course = walk([unusable('technical-writer', first)])
    const next = course && nextCourse(course, unusable('technical-writer', second), true)
    expect(next).toEqual({
      kind: 'stop',
      message: `Technical writer, attempts 1 and 2 ended in the same way, so no further one was made: ${second}`,
    })
  })

  test.each([
    ['another fault', unusable('technical-writer', 'It holds HTML.')],
    ['another role', unusable('mlops-engineer', 'no block')],
    ['another plan', unusable('technical-writer', 'no block', { ...SPEC, title: 'Other' })],
  ])('%s is not the same end', (_, second) => {
    expect(walk([unusable('technical-writer', 'no block'), second])?.number).toBe(2)
  })

  test('an end that came back after another one stops it too', () => {
    const [a, b] = [unusable('technical-writer', 'a'), unusable('technical-writer', 'b')]
    expect(walk([a, b])).not.toBe(null)
    expect(walk([a, b, a])).toBe(null)
  })
})

describe('a refusal of the plan', () => {
  const trivial = (spec: Ended['spec']) => ended('mlops-engineer', 'trivial', 'boosting reaches 0.91', spec)

  test('goes back to the strategist with its reason, after the other roles were asked again', () => {
    const course = walk([unusable('ml-developer', 'no block'), trivial(SPEC)])
    expect(course?.attempts).toEqual({
      'data-strategist': 2,
      'ml-developer': 2,
      'mlops-engineer': 2,
      'technical-writer': 2,
    })
    expect(course?.told.map(({ reason }) => reason)).toEqual(['trivial'])
  })

  test("a model's plan under a new secret is the same plan, the engine's is another", () => {
    const again = { ...SPEC, secret: '0'.repeat(32) }
    expect(walk([trivial(SPEC), trivial(again)], true)).toBe(null)
    expect(walk([trivial(SPEC), trivial(again)], false)?.number).toBe(2)
    expect(walk([trivial(SPEC), trivial({ ...SPEC, noise: SPEC.noise + 1 })], true)?.number).toBe(2)
  })

  test('ends that differ continue to the last attempt', () => {
    const plans = Array.from({ length: MAX_REPAIRS + 1 }, (_, n) => trivial({ ...SPEC, title: `Plan ${n}` }))
    expect(walk(plans.slice(0, -1))?.number).toBe(MAX_REPAIRS)
    expect(walk(plans)).toBe(null)
  })

  test.each(REJECTION_REASONS.filter((reason) => reason !== 'no-usable-answer'))(
    'the engine answers "%s" with another plan each time, and so has all its attempts',
    (reason) => {
      const plans = Array.from({ length: MAX_REPAIRS }, (_, n) =>
        strategise(makeDna(), CATALOGUE, DOMAINS, {
          ...place,
          reasons: Array.from({ length: n }, () => reason),
        }),
      )
      const ends = plans.map((plan) => ended('mlops-engineer', reason, 'the same words', plan))
      expect(walk(ends, false)?.number).toBe(MAX_REPAIRS)
    },
  )
})
