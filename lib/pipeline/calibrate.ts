import type { Threshold, Thresholds } from '#lib/domain/artefacts/task.ts'
import { medianOf } from '#lib/domain/statistics.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

export type Interval = { low: number; high: number }
/** Scores by program name: rungs `s0` to `s8`, `reference`, and programs that the task ships, under `SHIPPED`. */
export type CalibrationInput = {
  direction: Direction
  scores: Readonly<Record<string, number>>
  intervals: Readonly<Record<string, Interval>>
  /** Standard error of the paired difference of two programs, by `first:second`. */
  pairedSe: Readonly<Record<string, number>>
}
type Refused = { kind: 'refused'; reason: 'flat' | 'too-hard' | 'easy-default' | 'broken'; message: string }
export type CalibrationResult = { kind: 'calibrated'; thresholds: Thresholds; respaced: string[] } | Refused

/** The reference is this much better than every default model, as a share of dummy to reference; else a rule is no use. */
const LEAST_ROOM = 0.08
/**
 * Silver is what the best search reaches, and stands between these shares of the way from the best default model to
 * the reference: where the search finds nothing, a step is still worth a medal, and where it finds all, gold has room.
 */
const SILVER = { least: 0.35, most: 0.8 } as const
/** Bronze stands this far from the best default model to silver, gold this far from silver to the reference. */
const BRONZE_SHARE = 0.35
const GOLD_SHARE = 0.5
/** The median threshold stays at least this far above the dummy, as a share of dummy to reference. */
const FLOOR_SHARE = 0.05
/** ... and this many standard errors above it, so that nobody who draws at random gets there by luck. */
const FLOOR_SE = 3
/** Neighbouring tiers differ by at least this share of dummy to reference, and by two paired standard errors. */
const MIN_GAP_SHARE = 0.02
const ROUNDING = 1e-9

const round5 = (value: number): number => Math.round(value * 1e5) / 1e5 + 0

/** Rungs that anybody climbs by default: one feature, a linear model, a forest, boosting. */
const DEFAULTS = ['s1', 's2', 's3', 's4'] as const
const NEEDED = ['s0', ...DEFAULTS, 's5', 's6', 'reference'] as const
/** How the scores of programs that the task ships are named: they are none of the ladder's, and may do better. */
export const SHIPPED = 'shipped--'
/** The shipped program that looks at one column alone: it may reach the median, never bronze. */
const isProbe = (name: string): boolean => name.startsWith(`${SHIPPED}single-feature-probe`)
const isDefault = (name: string): boolean =>
  (name.startsWith(SHIPPED) && !isProbe(name)) || DEFAULTS.some((rung) => rung === name)

/** Paired differences that spacing needs of so many programs; `calibrateLadder` reads their standard errors. */
export const pairsOf = (names: readonly string[]): string[] => [
  's4:s5',
  's5:s6',
  's6:reference',
  ...names.filter(isDefault).map((name) => `${name}:reference`),
]

/** The interval of the program that a threshold was read from, moved onto the threshold. */
function around(value: number, name: string, input: CalibrationInput): Threshold {
  const interval = input.intervals[name]
  const score = input.scores[name] ?? value
  const rounded = round5(value)
  if (!interval) return { value: rounded, low: rounded, high: rounded }
  return {
    value: rounded,
    low: round5(Math.min(rounded, rounded + interval.low - score)),
    high: round5(Math.max(rounded, rounded + interval.high - score)),
  }
}

const refused = (reason: Refused['reason'], message: string): Refused => ({
  kind: 'refused',
  reason,
  message,
})

type Tiers = { median: number; bronze: number; silver: number; gold: number }
/** What the tiers are read from; higher is better here, whatever the metric's direction. */
type Anchors = {
  dummy: number
  reference: number
  /** The default model that does best, and how well: never worse than the dummy. */
  byDefault: string
  best: number
  /** What a single column tells; the dummy's where nobody looked. */
  probe: number
  /** What the weaker and the better search reach. */
  searches: readonly [number, number]
  /** From dummy to reference. */
  range: number
  raw: Tiers
}
type Good = (name: string) => number

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

function readAnchors(good: Good, names: readonly string[]): Anchors {
  const dummy = good('s0')
  const reference = good('reference')
  const byDefault = names
    .filter(isDefault)
    .reduce((best, name) => (good(name) > good(best) ? name : best), 's1')
  const probe = Math.max(dummy, ...names.filter(isProbe).map(good))
  const [weaker = 0, better = 0] = [good('s5'), good('s6')].sort((a, b) => a - b)
  const best = Math.max(dummy, good(byDefault))
  const room = reference - best
  const silver = clamp(better, best + SILVER.least * room, best + SILVER.most * room)
  const raw = {
    median: medianOf(DEFAULTS.map(good)),
    bronze: best + BRONZE_SHARE * (silver - best),
    silver,
    gold: silver + GOLD_SHARE * (reference - silver),
  }
  return {
    dummy,
    reference,
    byDefault,
    best,
    probe,
    searches: [weaker, better],
    range: reference - dummy,
    raw,
  }
}

/** The tiers spaced out, from gold down; where they are close, bronze falls to what default models reach. */
function spaceOut({ dummy, byDefault, best, probe, raw, range }: Anchors, input: CalibrationInput) {
  const gap = (pair: string, errors = 2) =>
    Math.max(MIN_GAP_SHARE * range, errors * (input.pairedSe[pair] ?? 0))
  const silver = Math.min(raw.silver, raw.gold - gap('s6:reference'))
  const noise = input.intervals.s4 ? (input.intervals.s4.high - input.intervals.s4.low) / 3.92 : 0
  const floor = dummy + Math.max(FLOOR_SHARE * range, FLOOR_SE * noise)
  const aboveDefault = best + gap(`${byDefault}:reference`, 1)
  // Bronze moves up with a median that the floor holds up, and above a single column, as far as silver leaves room.
  const aboveFloor = Math.max(floor + gap('s4:s5'), probe + MIN_GAP_SHARE * range)
  const highest = silver - gap('s5:s6')
  const bronze = Math.min(Math.max(raw.bronze, aboveDefault, aboveFloor), highest)
  const median = Math.max(floor, Math.min(raw.median, bronze - gap('s4:s5')))
  return {
    tiers: { median, bronze, silver, gold: raw.gold },
    floor,
    isFlat: highest < aboveFloor - ROUNDING,
    isEasy: silver < aboveDefault - ROUNDING,
  }
}

/**
 * Thresholds from the solver ladder: median = median of s1 to s4, the default models; silver = the better of the
 * searches s5 and s6, within bounds between the best default model and the reference; bronze between that model and
 * silver, gold between silver and the reference. Tiers too close to be told apart on the hidden test are spaced out
 * downwards, bronze to what default models reach if need be; where the median then meets the floor above the dummy, the
 * task is refused as flat, where silver meets the default models, as too easy for them.
 */
export function calibrateLadder(input: CalibrationInput): CalibrationResult {
  const missing = NEEDED.filter((name) => input.scores[name] === undefined)
  if (missing.length > 0) return refused('broken', `no score of ${missing.join(', ')}`)
  const sign = input.direction === 'maximize' ? 1 : -1
  const good = (name: string) => sign * (input.scores[name] ?? 0)
  const told = (value: number) => round5(sign * value)
  const anchors = readAnchors(good, Object.keys(input.scores))
  const { dummy, reference, best, searches, range, raw } = anchors
  const [weaker, better] = searches
  if (reference <= better)
    return refused(
      'too-hard',
      `The reference (${told(reference)}) does not beat the search (${told(better)}).`,
    )
  if (range <= 0) return refused('too-hard', 'Gold would not be better than the dummy.')
  if (reference - best < LEAST_ROOM * range)
    return refused(
      'easy-default',
      `The reference (${told(reference)}) is hardly better than the best default model (${told(best)}).`,
    )
  const { tiers, floor, isFlat, isEasy } = spaceOut(anchors, input)
  if (weaker <= floor)
    return refused(
      'too-hard',
      `The search (${told(weaker)}) is not clearly better than the dummy (${told(dummy)}).`,
    )
  if (isFlat)
    return refused(
      'flat',
      `The tiers cannot be told apart on this test: median ${told(tiers.median)} meets bronze ${told(tiers.bronze)}.`,
    )
  if (isEasy)
    return refused(
      'easy-default',
      `Silver and gold do not fit between the best default model (${told(best)}) and the reference (${told(reference)}).`,
    )
  const names = ['gold', 'silver', 'bronze', 'median'] as const
  return {
    kind: 'calibrated',
    respaced: names.filter((name) => tiers[name] !== raw[name]),
    thresholds: {
      median: around(sign * tiers.median, 's4', input),
      bronze: around(sign * tiers.bronze, 's5', input),
      silver: around(sign * tiers.silver, 's6', input),
      gold: around(sign * tiers.gold, 'reference', input),
    },
  }
}
