import type { Threshold, Thresholds } from '#lib/domain/artefacts/task.ts'
import { medianOf } from '#lib/domain/statistics.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'
import { isConstant, isEngineered, isProbe, isShippedDefault } from '#lib/pipeline/shipped-programs.ts'

export type Interval = { low: number; high: number }
/** Scores by program name: rungs `s0` to `s8`, `reference`, and programs that the task ships. */
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
const LEAST_ROOM = 0.1
/**
 * ... and by this share than the best search, and than feature work, which know nothing of the rule either: above them
 * there is gold.
 */
const LEAST_LEAD = 0.03
/** A search that closes this share of the way from dummy to oracle found the rule itself; else nobody found it. */
const FOUND = 0.6
/** Gold stands this far from the best search, or the best default model, to the reference: who knows no rule stays below. */
const GOLD_SHARE = 0.8
/** Steps of equal size from the best default model over bronze and silver to gold: each tells of the same progress. */
const STEPS = 3
/** Where silver and gold are close, gold moves up, but the reference stays this share of its lead above it. */
const GOLD_MARGIN = 0.1
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
/** Plain models whose settings somebody compared, without any feature work: they stay below bronze like the defaults. */
const TUNED = 's5'
const NEEDED = ['s0', ...DEFAULTS, TUNED, 's6', 'reference'] as const
const isDefault = (name: string): boolean =>
  isShippedDefault(name) || [TUNED, ...DEFAULTS].some((rung) => rung === name)

/** Paired differences that spacing needs of so many programs; `calibrateLadder` reads their standard errors. */
export const pairsOf = (names: readonly string[]): string[] => [
  's4:s5',
  's6:reference',
  ...names.filter(isDefault).map((name) => `${name}:reference`),
]

/**
 * Half of what two programs must differ by to be told apart at 95 % on the same test: intervals of this half width touch
 * where the difference is that large.
 */
const HALF_APART = 1.96 / 2

/** A threshold with how far neighbouring ones reach: by the paired errors that it was spaced by, below and above. */
function around(value: number, seBelow: number, seAbove: number, sign: number): Threshold {
  const rounded = round5(value)
  const worse = round5(rounded - sign * HALF_APART * seBelow)
  const better = round5(rounded + sign * HALF_APART * seAbove)
  return { value: rounded, low: Math.min(worse, better), high: Math.max(worse, better) }
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
  /** What feature work without the rule reaches; the dummy's where there is none. */
  engineered: number
  /** The best that was reached without a word about the rule. */
  plain: number
  /** From dummy to reference. */
  range: number
  raw: Tiers
}
type Good = (name: string) => number

/** The default model that does best. */
const bestDefault = (good: Good, names: readonly string[]): string =>
  names.filter(isDefault).reduce((best, name) => (good(name) > good(best) ? name : best), 's1')

const goodBy =
  ({ direction, scores }: Pick<CalibrationInput, 'direction' | 'scores'>): Good =>
  (name) =>
    (direction === 'maximize' ? 1 : -1) * (scores[name] ?? 0)

/**
 * The best that knows nothing of the rule, the search or a default model that beats it, and the reference: the error of
 * their difference spaces the tiers between them.
 */
export function spacingPair(of: Pick<CalibrationInput, 'direction' | 'scores'>): string {
  const good = goodBy(of)
  const byDefault = bestDefault(good, Object.keys(of.scores))
  return `${good('s6') > good(byDefault) ? 's6' : byDefault}:reference`
}

function readAnchors(good: Good, names: readonly string[]): Anchors {
  const dummy = good('s0')
  const reference = good('reference')
  const byDefault = bestDefault(good, names)
  const probe = Math.max(dummy, ...names.filter(isProbe).map(good))
  const engineered = Math.max(dummy, ...names.filter(isEngineered).map(good))
  const best = Math.max(dummy, good(byDefault))
  const plain = Math.max(best, good('s6'))
  const gold = plain + GOLD_SHARE * (reference - plain)
  const step = (gold - best) / STEPS
  const raw = { median: medianOf(DEFAULTS.map(good)), bronze: best + step, silver: best + 2 * step, gold }
  return {
    dummy,
    reference,
    byDefault,
    best,
    probe,
    engineered,
    plain,
    range: reference - dummy,
    raw,
  }
}

/** The tiers spaced out, gold up and the others down; where they are close, bronze falls to what default models reach. */
function spaceOut(anchors: Anchors, input: CalibrationInput) {
  const { dummy, byDefault, best, probe, engineered, plain, raw, range, reference } = anchors
  const pair = spacingPair(input)
  const gap = (between: string, errors = 2) =>
    Math.max(MIN_GAP_SHARE * range, errors * (input.pairedSe[between] ?? 0))
  const topmost = reference - GOLD_MARGIN * (reference - plain)
  const aboveEngineered = (engineered + reference) / 2
  const gold = Math.max(raw.gold, Math.min(raw.silver + gap(pair), topmost), aboveEngineered)
  const silver = Math.min(raw.silver, gold - gap(pair))
  const noise = input.intervals.s4 ? (input.intervals.s4.high - input.intervals.s4.low) / 3.92 : 0
  const floor = dummy + Math.max(FLOOR_SHARE * range, FLOOR_SE * noise)
  const aboveDefault = best + gap(`${byDefault}:reference`, 1)
  // Bronze moves up with a median that the floor holds up, and above a single column, as far as silver leaves room.
  const aboveFloor = Math.max(floor + gap('s4:s5'), probe + MIN_GAP_SHARE * range)
  const highest = silver - gap(pair)
  const bronze = Math.min(Math.max(raw.bronze, aboveDefault, aboveFloor), highest)
  const median = Math.max(floor, Math.min(raw.median, bronze - gap('s4:s5')))
  return {
    tiers: { median, bronze, silver, gold },
    floor,
    isFlat: highest < aboveFloor - ROUNDING,
    isEasy: silver < aboveDefault - ROUNDING,
  }
}

type Lead = Pick<Anchors, 'dummy' | 'reference' | 'best' | 'plain' | 'engineered'> & { oracle: number }

/** Refuses a reference that is hardly ahead of what knows nothing of the rule: too easy where that found it, else too hard. */
function hardlyAhead(
  { dummy, reference, best, plain, engineered, oracle }: Lead,
  told: (value: number) => number,
): Refused | null {
  const range = reference - dummy
  if (range <= 0) return refused('too-hard', 'Gold would not be better than the dummy.')
  const hardly = (reason: Refused['reason'], than: string, value: number) =>
    refused(reason, `The reference (${told(reference)}) is hardly better than ${than} (${told(value)}).`)
  const blind = (than: string, value: number) =>
    hardly(value - dummy >= FOUND * (oracle - dummy) ? 'easy-default' : 'too-hard', than, value)
  if (reference - best < LEAST_ROOM * range) return hardly('easy-default', 'the best default model', best)
  if (reference - plain < LEAST_LEAD * range) return blind('the search', plain)
  if (reference - engineered < LEAST_LEAD * range)
    return blind('feature work that knows nothing of the rule', engineered)
  return null
}

/**
 * What the task's own programs say before a ladder is climbed, as their runs are cheap: of the scores of its constant, its
 * default models, its feature work, its reference and the oracle. Null: nothing against it, or no constant to compare with.
 */
export function refuseByOwnPrograms({
  direction,
  scores,
}: Pick<CalibrationInput, 'direction' | 'scores'>): Refused | null {
  const good = goodBy({ direction, scores })
  const names = Object.keys(scores)
  const constant = names.find(isConstant)
  if (constant === undefined || scores.reference === undefined || scores.oracle === undefined) return null
  const dummy = good(constant)
  const best = Math.max(dummy, ...names.filter(isShippedDefault).map(good))
  const engineered = Math.max(dummy, ...names.filter(isEngineered).map(good))
  const sign = direction === 'maximize' ? 1 : -1
  const lead = { dummy, best, plain: best, engineered, reference: good('reference'), oracle: good('oracle') }
  return hardlyAhead(lead, (value) => round5(sign * value))
}

/**
 * Thresholds from the solver ladder: median = median of s1 to s4, the default models; gold between what the search s6 or
 * a default model reaches and the reference, and above feature work that knows nothing of the rule; bronze and silver in equal steps between the best default model, tuned or
 * not, and gold. A reference that is hardly better than what knows nothing of the rule makes a
 * task too easy, or too hard where neither found it. Tiers too close to be told apart on the hidden test are spaced out
 * downwards, bronze to what default models reach if need be; where the median then meets the floor above the dummy, the
 * task is refused as flat, where silver meets the default models, as too easy for them.
 */
export function calibrateLadder(input: CalibrationInput): CalibrationResult {
  const missing = NEEDED.filter((name) => input.scores[name] === undefined)
  if (missing.length > 0) return refused('broken', `no score of ${missing.join(', ')}`)
  const sign = input.direction === 'maximize' ? 1 : -1
  const good = goodBy(input)
  const told = (value: number) => round5(sign * value)
  const anchors = readAnchors(good, Object.keys(input.scores))
  const { dummy, best, plain, raw } = anchors
  const hardly = hardlyAhead(
    { ...anchors, oracle: good(input.scores.s8 === undefined ? 'reference' : 's8') },
    told,
  )
  if (hardly) return hardly
  const { tiers, floor, isFlat, isEasy } = spaceOut(anchors, input)
  if (plain <= floor)
    return refused(
      'too-hard',
      `The best search (${told(plain)}) is not clearly better than the dummy (${told(dummy)}).`,
    )
  if (isFlat)
    return refused(
      'flat',
      `The tiers cannot be told apart on this test: median ${told(tiers.median)} meets bronze ${told(tiers.bronze)}.`,
    )
  if (isEasy)
    return refused(
      'easy-default',
      `Silver and gold do not fit between the best default model (${told(best)}) and the reference (${told(anchors.reference)}).`,
    )
  const names = ['gold', 'silver', 'bronze', 'median'] as const
  const among = input.pairedSe['s4:s5'] ?? 0
  const above = input.pairedSe[spacingPair(input)] ?? 0
  return {
    kind: 'calibrated',
    respaced: names.filter((name) => tiers[name] !== raw[name]),
    thresholds: {
      median: around(sign * tiers.median, among, among, sign),
      bronze: around(sign * tiers.bronze, among, above, sign),
      silver: around(sign * tiers.silver, above, above, sign),
      gold: around(sign * tiers.gold, above, above, sign),
    },
  }
}
