import type { Threshold, Thresholds } from '#lib/domain/artefacts/task.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

export type Interval = { low: number; high: number }
/** Scores by program name: rungs `s0` to `s8`, and `reference`. */
export type CalibrationInput = {
  direction: Direction
  scores: Readonly<Record<string, number>>
  intervals: Readonly<Record<string, Interval>>
  /** Standard error of the paired difference of two programs, by `first:second`. */
  pairedSe: Readonly<Record<string, number>>
}
export type CalibrationResult =
  | { kind: 'calibrated'; thresholds: Thresholds; respaced: string[] }
  | { kind: 'refused'; reason: 'flat' | 'too-hard' | 'broken'; message: string }

/** Gold stands this far from the best search to the rule-aware reference (generator design 3.2, mode "ladder"). */
const GOLD_SHARE = 0.35
/** The median threshold stays at least this far above the dummy, as a share of dummy to gold. */
const FLOOR_SHARE = 0.05
/** ... and this many standard errors above it, so that nobody who draws at random gets there by luck. */
const FLOOR_SE = 3
/** Neighbouring tiers differ by at least this share of dummy to gold, and by two paired standard errors. */
const MIN_GAP_SHARE = 0.02

const round5 = (value: number): number => Math.round(value * 1e5) / 1e5 + 0
const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

const NEEDED = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 'reference'] as const

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

/**
 * Thresholds from the solver ladder: median = median of s1 to s4, bronze = s5, silver = s6 (sorted, as rungs need not
 * be in order), gold = s6 + 0.35 (reference - s6). Tiers too close to be told apart on the hidden test are spaced out
 * downwards; where the median then meets the floor above the dummy, the task is refused as flat.
 */
export function calibrateLadder(input: CalibrationInput): CalibrationResult {
  const missing = NEEDED.filter((name) => input.scores[name] === undefined)
  if (missing.length > 0)
    return { kind: 'refused', reason: 'broken', message: `no score of ${missing.join(', ')}` }
  const sign = input.direction === 'maximize' ? 1 : -1
  const good = (name: string) => sign * (input.scores[name] ?? 0)
  const reference = good('reference')
  const raw = [medianOf(['s1', 's2', 's3', 's4'].map(good)), good('s5'), good('s6')].sort((a, b) => a - b)
  const [rawMedian = 0, rawBronze = 0, rawSilver = 0] = raw
  if (reference <= rawSilver)
    return {
      kind: 'refused',
      reason: 'too-hard',
      message: `The reference (${input.scores.reference}) does not beat the search (${round5(sign * rawSilver)}).`,
    }
  const gold = rawSilver + GOLD_SHARE * (reference - rawSilver)
  const dummy = good('s0')
  const range = gold - dummy
  if (range <= 0)
    return { kind: 'refused', reason: 'too-hard', message: 'Gold would not be better than the dummy.' }
  const se = (pair: string) => 2 * (input.pairedSe[pair] ?? 0)
  const gap = (pair: string) => Math.max(MIN_GAP_SHARE * range, se(pair))
  // Gold lies 35 % of the way from search to reference, so the noise between it and silver is that of the pair.
  const silver = Math.min(rawSilver, gold - Math.max(MIN_GAP_SHARE * range, GOLD_SHARE * se('s6:reference')))
  const bronze = Math.min(rawBronze, silver - gap('s5:s6'))
  const noise = input.intervals.s4 ? (input.intervals.s4.high - input.intervals.s4.low) / 3.92 : 0
  const floor = dummy + Math.max(FLOOR_SHARE * range, FLOOR_SE * noise)
  const median = Math.max(floor, Math.min(rawMedian, bronze - gap('s4:s5')))
  if (rawBronze <= floor)
    return {
      kind: 'refused',
      reason: 'too-hard',
      message: `The search (${round5(sign * rawBronze)}) is not clearly better than the dummy (${input.scores.s0}).`,
    }
  if (median > bronze - MIN_GAP_SHARE * range)
    return {
      kind: 'refused',
      reason: 'flat',
      message: `The tiers cannot be told apart on this test: median ${round5(sign * median)} meets bronze ${round5(sign * bronze)}.`,
    }
  const respaced = [
    ...(silver < rawSilver ? ['silver'] : []),
    ...(bronze < rawBronze ? ['bronze'] : []),
    ...(median !== rawMedian ? ['median'] : []),
  ]
  return {
    kind: 'calibrated',
    respaced,
    thresholds: {
      median: around(sign * median, 's4', input),
      bronze: around(sign * bronze, 's5', input),
      silver: around(sign * silver, 's6', input),
      gold: around(sign * gold, 'reference', input),
    },
  }
}
