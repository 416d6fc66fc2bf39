import { describe, expect, test } from 'vitest'
import { contractFor, feedbackStep, roundToStep } from '#lib/domain/feedback.ts'
import { planDecoding } from '#lib/domain/feedback-attack.fixture.ts'

/** Attacks that learn labels from scores without a look at a feature, under the old contract and under the new one. */
const REWARD = 2000
const FEEDBACK = 250
const SHARE = 0.4
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1)
const PRIOR_LOSS = -(SHARE * Math.log(SHARE) + (1 - SHARE) * Math.log(1 - SHARE))
/** A medal that the attack reached: models are hardly better than the prior. */
const BRONZE = 0.62

const at = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 })
const MEASURED = {
  rows: { test: REWARD + FEEDBACK, feedback: FEEDBACK },
  thresholds: { median: at(0.66), bronze: at(BRONZE), silver: at(0.6), gold: at(0.5) },
} as const
const TASK = { ...MEASURED, feedback: contractFor(MEASURED) }

function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Hidden rows: their labels, and which of them are for feedback; under the old contract none were. */
type World = { labels: number[]; feedback: boolean[]; random: () => number }
function worldOf(seed: number, told: Told): World {
  const random = randomOf(seed)
  const labels = Array.from({ length: REWARD + (told === NEW ? FEEDBACK : 0) }, () =>
    Number(random() < SHARE),
  )
  const places = labels.map((_, place) => [random(), place] as const).sort(([a], [b]) => a - b)
  const kept = new Set(places.slice(REWARD).map(([, place]) => place))
  return { labels, feedback: labels.map((_, place) => kept.has(place)), random }
}
const constant = ({ labels }: World, guess: number): number[] => labels.map(() => guess)

type Loss = (label: number, guess: number) => number
const logLoss: Loss = (label, guess) => {
  const clipped = Math.min(Math.max(guess, 1e-6), 1 - 1e-6)
  return -Math.log(label === 1 ? clipped : 1 - clipped)
}

function meanOver({ labels, feedback }: World, part: boolean, loss: Loss, guesses: readonly number[]) {
  const losses = labels.flatMap((label, place) =>
    feedback[place] === part ? [loss(label, guesses[place] ?? 0)] : [],
  )
  const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length
  const variance = losses.reduce((sum, value) => sum + (value - mean) ** 2, 0) / losses.length
  return { mean, se: Math.sqrt(variance / losses.length) }
}
const reward = (world: World, loss: Loss, guesses: readonly number[]) =>
  meanOver(world, false, loss, guesses).mean

/** What an attacker is told: five decimals of the rows that decide, or steps of the others. */
type Told = { rows: number; tell: (mean: number, se: number) => number }
const OLD: Told = { rows: REWARD, tell: (mean) => roundToStep(mean, 1e-5) }
const NEW: Told = { rows: FEEDBACK, tell: (mean, se) => roundToStep(mean, feedbackStep(TASK, se)) }
function ask(world: World, told: Told, guesses: readonly number[]): number {
  const { mean, se } = meanOver(world, told === NEW, logLoss, guesses)
  return told.tell(mean, se)
}

function decode(world: World, told: Told, queries: number, atOnce: number): number[] {
  const { asked, read } = planDecoding(world.labels.length, queries, atOnce, SHARE)
  return read(
    asked.map((guesses) => ask(world, told, guesses)),
    told.rows,
  )
}

/** Flips labels, some at a time, and keeps what is told to be better (or no worse); the share of errors that it gains. */
function climb(world: World, told: Told, { queries, flips, keepEqual }: Climb): number {
  const { labels, feedback, random } = world
  const guesses = constant(world, 0)
  const wrong = { seen: 0, decides: 0 }
  const count = (place: number, sign: 1 | -1) => {
    if (guesses[place] === labels[place]) return
    if (!feedback[place]) wrong.decides += sign
    if (feedback[place] === (told === NEW)) wrong.seen += sign
  }
  const flip = (places: readonly number[]) => {
    for (const place of places) {
      count(place, -1)
      guesses[place] = 1 - (guesses[place] ?? 0)
      count(place, 1)
    }
  }
  const tell = () => {
    const share = wrong.seen / told.rows
    return told.tell(share, Math.sqrt((share * (1 - share)) / told.rows))
  }
  for (const place of labels.keys()) count(place, 1)
  const before = wrong.decides
  let best = tell()
  for (let query = 0; query < queries; query++) {
    const places = Array.from({ length: flips }, () => Math.floor(random() * labels.length))
    flip(places)
    const found = tell()
    if (found < best || (keepEqual && found === best)) best = found
    else flip(places)
  }
  return (before - wrong.decides) / REWARD
}
type Climb = { queries: number; flips: number; keepEqual: boolean }

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('decoding labels from twenty scores', () => {
  test('reached bronze where the scores were those of the rows that decide', () => {
    const losses = SEEDS.map((seed) => {
      const world = worldOf(seed, OLD)
      return reward(world, logLoss, decode(world, OLD, 20, 9))
    })
    expect(losses.filter((loss) => loss <= BRONZE).length).toBeGreaterThan(15)
  })

  test.each([1, 2, 4, 9])(
    'gains nothing on them from rounded scores of other rows, %i labels a score',
    (atOnce) => {
      const gains = SEEDS.map((seed) => {
        const world = worldOf(seed, NEW)
        const before = reward(world, logLoss, constant(world, SHARE))
        return before - reward(world, logLoss, decode(world, NEW, 20, atOnce))
      })
      expect(meanOf(gains)).toBeLessThanOrEqual(0)
      expect(Math.max(...gains)).toBeLessThan(PRIOR_LOSS - BRONZE)
    },
  )
})

describe('counting the positives among the rows that decide', () => {
  /** Every row at the odds of e: each positive saves one. */
  const counted = (told: Told, world: World): number => {
    const mean = ask(world, told, constant(world, 1 / (1 + Math.exp(-1))))
    return Math.round((Math.log1p(Math.E) - mean) * REWARD)
  }
  const truth = ({ labels, feedback }: World) =>
    labels.filter((label, place) => label === 1 && !feedback[place]).length

  test('one score gave the number exactly, and gives no more now than some training rows do', () => {
    const old = SEEDS.map((seed) => worldOf(seed, OLD))
    expect(old.filter((world) => counted(OLD, world) === truth(world))).toHaveLength(SEEDS.length)
    const now = SEEDS.map((seed) => worldOf(seed, NEW))
    expect(now.filter((world) => counted(NEW, world) === truth(world)).length).toBeLessThan(3)
    const off = meanOf(now.map((world) => Math.abs(counted(NEW, world) - truth(world)) / REWARD))
    // The share of 200 training rows is off by 0.028 on average, and costs no grading.
    expect(off).toBeGreaterThan(0.01)
  })
})

describe('climbing by flips', () => {
  test('ten thousand scores of the rows that decide tell nearly all labels', () => {
    const gains = SEEDS.map((seed) =>
      climb(worldOf(seed, OLD), OLD, { queries: 10_000, flips: 1, keepEqual: false }),
    )
    expect(Math.min(...gains)).toBeGreaterThan(SHARE * 0.9)
  })

  test.each([
    { queries: 20, flips: 1, keepEqual: false },
    { queries: 20, flips: 40, keepEqual: true },
    { queries: 10_000, flips: 1, keepEqual: false },
    { queries: 10_000, flips: 1, keepEqual: true },
    { queries: 10_000, flips: 25, keepEqual: false },
  ])('rounded scores of other rows tell none of them: $queries scores, $flips flips, $keepEqual', (way) => {
    const gains = SEEDS.map((seed) => climb(worldOf(seed, NEW), NEW, way))
    // Three standard errors of the mean of twenty measurements on the rows that decide.
    expect(meanOf(gains)).toBeLessThan(3 * Math.sqrt((SHARE * (1 - SHARE)) / REWARD / SEEDS.length))
  })
})

describe('labels of the feedback rows themselves', () => {
  /** Labels told beyond what the commoner class alone gets right. */
  const toldBy = ({ labels, feedback }: World, guesses: readonly number[]) =>
    labels.reduce((sum, label, place) => {
      const guess = guesses[place] ?? SHARE
      return feedback[place] && guess !== SHARE
        ? sum + Number(guess > 0.5 === (label === 1)) - 1 + SHARE
        : sum
    }, 0)

  test.each([1, 2, 4, 9])('twenty scores tell fewer than five of them, %i labels a score', (atOnce) => {
    const read = SEEDS.map((seed) => {
      const world = worldOf(seed, NEW)
      return toldBy(world, decode(world, NEW, 20, atOnce))
    })
    expect(meanOf(read)).toBeLessThan(5)
  })

  test('a flipped row or two never show, wherever the score stands', () => {
    for (let wrong = 2; wrong <= FEEDBACK; wrong++) {
      const share = wrong / FEEDBACK
      const step = feedbackStep(TASK, Math.sqrt((share * (1 - share)) / FEEDBACK))
      expect(step).toBeGreaterThan(2 / FEEDBACK)
    }
  })
})
