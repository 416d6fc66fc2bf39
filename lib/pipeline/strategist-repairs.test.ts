import { describe, expect, test } from 'vitest'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { plan, situation } from '#lib/pipeline/plan.fixture.ts'
import type { Situation } from '#lib/pipeline/strategist.ts'

const shareOf = ({ ordinary }: Spec) => ordinary?.share ?? 0

describe('repairs', () => {
  const knobsOf = (spec: Spec) => spec.mechanisms.map((mechanism) => mechanism.knobs.strength)

  test.each(['easy-default', 'too-hard', 'noisy', 'saturated', 'flat', 'shortcut'] as const)(
    '%s changes exactly one thing',
    (reason) => {
      for (let ordinal = 0; ordinal < 12; ordinal++) {
        const [before, after] = [plan(makeDna(), ordinal), plan(makeDna(), ordinal, { reasons: [reason] })]
        const changed = Object.keys(before).filter(
          (key) => JSON.stringify(before[key as keyof Spec]) !== JSON.stringify(after[key as keyof Spec]),
        )
        expect(changed).toHaveLength(1)
        if (changed[0] === 'mechanisms') {
          const moves = knobsOf(after).filter((level, at) => level !== knobsOf(before)[at])
          expect(moves).toHaveLength(1)
        }
      }
    },
  )

  test('an easy task gets harder and a hard one easier', () => {
    const total = (reasons: Situation['reasons']) =>
      Array.from({ length: 20 }, (_, ordinal) => plan(makeDna(), ordinal, { reasons })).reduce(
        (sum, spec) => sum + knobsOf(spec).reduce<number>((a, b) => a + (b ?? 0), 0) + spec.noise,
        0,
      )
    expect(total(['easy-default', 'saturated'])).toBeGreaterThan(total([]))
    expect(total(['too-hard', 'noisy'])).toBeLessThan(total([]))
  })

  test('a task that default models solve gets less ordinary signal, one that nobody solves more', () => {
    const mean = (reasons: Situation['reasons']) =>
      Array.from({ length: 30 }, (_, ordinal) => shareOf(plan(makeDna(), ordinal, { reasons }))).reduce(
        (sum, one) => sum + one / 30,
        0,
      )
    expect(mean(['easy-default', 'trivial'])).toBeLessThan(mean([]) - 0.02)
    expect(mean(['unlearnable', 'too-hard'])).toBeGreaterThan(mean([]) + 0.02)
    expect(mean(['flat'])).toBe(mean([]))
  })

  test('a plan of few rows in the place of one that was too easy is no milder than one of many', () => {
    const controls: Situation['controls'] = { trainRows: [60, 70] }
    const mean = (reasons: Situation['reasons']) =>
      Array.from({ length: 20 }, (_, ordinal) => plan(makeDna(), ordinal, { reasons, controls })).reduce(
        (sum, spec) => sum + knobsOf(spec).reduce<number>((a, b) => a + (b ?? 0), 0) / spec.mechanisms.length,
        0,
      )
    expect(mean(['easy-default', 'easy-default'])).toBeGreaterThan(mean(['cannot-compose']))
    // What is said of the plan that came in its place changes a setting of it, and draws no other one.
    for (let ordinal = 0; ordinal < 12; ordinal++) {
      const ids = (reasons: Situation['reasons']) =>
        plan(makeDna(), ordinal, { reasons, controls }).mechanisms.map(({ id }) => id)
      expect(ids(['cannot-compose', 'easy-default'])).toEqual(ids(['cannot-compose']))
    }
  })

  test('a plan that cannot be composed is drawn again, under the same secret', () => {
    const again = plan(makeDna(), 1, { reasons: ['cannot-compose'] })
    expect(again).not.toEqual(plan(makeDna(), 1))
    expect(again.secret).toBe(situation(1).secret)
  })

  test('a plan whose knobs do not answer two refusals is drawn again, and turned from there', () => {
    const easy = ['easy-default', 'easy-default'] as const
    const again = plan(makeDna(), 1, { reasons: easy })
    expect(again).toEqual(plan(makeDna(), 1, { reasons: ['cannot-compose'] }))
    expect(plan(makeDna(), 1, { reasons: [...easy, 'flat'] })).toEqual(
      plan(makeDna(), 1, { reasons: ['cannot-compose', 'flat'] }),
    )
    expect(plan(makeDna(), 1, { reasons: ['easy-default', 'trivial', 'flat'] }).columns).toEqual(
      plan(makeDna(), 1).columns,
    )
  })

  test('short texts that repeat become longer first', () => {
    const text = { words: 6, vocabulary: 100 }
    const dna = makeMeasuredDna({ modality: 'text', task: 'multiclass', metric: 'multi-log-loss' }, { text })
    const words = (reasons: Situation['reasons']) =>
      plan(dna, 0, { likeness: 'faithful', reasons }).prose?.words
    expect([words([]), words(['shortcut']), words(['shortcut', 'shortcut'])]).toEqual([6, 9, 14])
  })

  test('a leak gets new constants under the same plan', () => {
    const { secret: before, ...rest } = plan(makeDna(), 1)
    const { secret: after, ...same } = plan(makeDna(), 1, { reasons: ['shortcut'] })
    expect(same).toEqual(rest)
    expect(after).not.toBe(before)
  })
})

test('a plan that is drawn again meets a world that hardly any of the nine candidates on either side has', () => {
  const seed = makeDna({ family: 'elsewhere' })
  const worlds = Array.from({ length: 60 }, (_, ordinal) => plan(seed, ordinal).domain.id)
  const met = Array.from({ length: 40 }, (_, at) => at + 10).filter((ordinal) => {
    const again = plan(seed, ordinal, { reasons: ['cannot-compose'] }).domain.id
    return worlds.slice(ordinal - 9, ordinal + 10).includes(again)
  })
  expect(met.length).toBeLessThan(12)
})
