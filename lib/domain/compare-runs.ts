import { seededRandom } from '#lib/domain/random.ts'
import type { CandidateStatus } from '#lib/domain/run.ts'
import { medianOf, quantileOf } from '#lib/domain/statistics.ts'

/** What one candidate of a compared run came to. Money in millionths of a US dollar. */
export type ComparedCandidate = {
  ordinal: number
  status: CandidateStatus
  /** It ended as the duplicate of what the other run made: it says nothing about either. */
  repeatsOther: boolean
  approved: boolean
  /** Paid here, and paid elsewhere for what was taken over: together what it would have cost alone. */
  costMicroUsd: number
  reusedMicroUsd: number
  /** Its own time and that of the steps taken over; null where it waited for a person or never ended. */
  minutes: number | null
}
/** Ends are null where nothing bounds the value on that side, or too little is known. */
export type Estimate = { value: number; low: number | null; high: number | null; n: number }
export type Difference =
  | { kind: 'too-few'; n: number; needed: number }
  | { kind: 'separable' | 'not-separable'; value: number; low: number | null; high: number | null; n: number }
export type SideFigures = {
  judged: number
  verified: number
  approved: number
  repeats: number
  acceptance: Estimate | null
  costPerVerified: Estimate | null
  costPerApproved: Estimate | null
  minutes: Estimate | null
}
export type Differences = Record<'acceptance' | 'costPerVerified' | 'costPerApproved' | 'minutes', Difference>

/** Fewer pairs than this are not resampled: their interval would look surer than it is. */
export const COMPARE_FROM = 5
const DRAWS = 2_000
const Z = 1.959964

/** Judged: the gates or the duplicate guard said yes or no. Errors, cancellations and repeats say nothing. */
const isJudged = ({ status, repeatsOther }: ComparedCandidate): boolean =>
  !repeatsOther && (status === 'verified' || status === 'rejected' || status === 'duplicate')
const isVerified = (one: ComparedCandidate): boolean => one.status === 'verified'
const isApproved = (one: ComparedCandidate): boolean => one.approved
const costOf = (one: ComparedCandidate): number => one.costMicroUsd + one.reusedMicroUsd

/** Wilson's 95 % interval of a share; null without a trial. */
export function wilson(hits: number, n: number): Estimate | null {
  if (n === 0) return null
  const share = hits / n
  const centre = share + Z ** 2 / (2 * n)
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))
  const scale = 1 + Z ** 2 / n
  return {
    value: share,
    low: Math.max(0, (centre - half) / scale),
    high: Math.min(1, (centre + half) / scale),
    n,
  }
}

/** Newcombe's 95 % interval of the difference of two shares, from their Wilson intervals. */
export function differenceOfShares(a: Estimate | null, b: Estimate | null): Difference {
  const n = Math.min(a?.n ?? 0, b?.n ?? 0)
  if (a === null || b === null || n < COMPARE_FROM) return { kind: 'too-few', n, needed: COMPARE_FROM }
  const value = b.value - a.value
  const low = value - Math.hypot(b.value - (b.low ?? 0), (a.high ?? 1) - a.value)
  const high = value + Math.hypot((b.high ?? 1) - b.value, a.value - (a.low ?? 0))
  return { kind: low <= 0 && high >= 0 ? 'not-separable' : 'separable', value, low, high, n }
}

type Statistic = (rows: readonly ComparedCandidate[]) => number
const total = (rows: readonly ComparedCandidate[], of: (row: ComparedCandidate) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0)
/** All that was spent, refused attempts too, for each one that counts; infinite where none does. */
const costPer =
  (counts: (row: ComparedCandidate) => boolean): Statistic =>
  (rows) => {
    const made = rows.filter(counts).length
    return made === 0 ? Number.POSITIVE_INFINITY : total(rows, costOf) / made
  }
const costPerVerified = costPer(isVerified)
const costPerApproved = costPer(isApproved)
const medianMinutes: Statistic = (rows) => medianOf(rows.flatMap(({ minutes }) => minutes ?? []))

/** The middle 95 % of draws; an end that is not finite is null. */
function interval(draws: readonly number[]): { low: number | null; high: number | null } {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const at = (q: number): number | null => {
    const value = quantileOf(sorted, q)
    return Number.isFinite(value) ? value : null
  }
  return { low: at(0.025), high: at(0.975) }
}

/** Draws places with replacement, the same places each time. */
function resample<T>(rows: readonly T[], of: (drawn: readonly T[]) => number): number[] {
  const random = seededRandom(rows.length + 1)
  const draw = () => {
    const drawn: T[] = []
    for (let n = 0; n < rows.length; n++) {
      const row = rows[Math.floor(random() * rows.length)]
      if (row !== undefined) drawn.push(row)
    }
    return drawn
  }
  return Array.from({ length: DRAWS }, () => of(draw()))
}

function estimate(rows: readonly ComparedCandidate[], of: Statistic): Estimate | null {
  const value = of(rows)
  if (!Number.isFinite(value)) return null
  const ends = rows.length < COMPARE_FROM ? { low: null, high: null } : interval(resample(rows, of))
  return { value, ...ends, n: rows.length }
}

/** What one run came to, over the candidates that were judged. */
export function figuresOf(candidates: readonly ComparedCandidate[]): SideFigures {
  const judged = candidates.filter(isJudged)
  const verified = judged.filter(isVerified).length
  return {
    judged: judged.length,
    verified,
    approved: judged.filter(isApproved).length,
    repeats: candidates.filter((one) => one.repeatsOther).length,
    acceptance: wilson(verified, judged.length),
    costPerVerified: estimate(judged, costPerVerified),
    costPerApproved: estimate(judged, costPerApproved),
    minutes: estimate(
      judged.filter(({ minutes }) => minutes !== null),
      medianMinutes,
    ),
  }
}

type Pair = readonly [a: ComparedCandidate, b: ComparedCandidate]

/** The difference over places that both runs judged: the same places are drawn on both sides. */
function pairedDifference(pairs: readonly Pair[], of: Statistic): Difference {
  const n = pairs.length
  const gap = (drawn: readonly Pair[]) => of(drawn.map(([, b]) => b)) - of(drawn.map(([a]) => a))
  const value = gap(pairs)
  if (n < COMPARE_FROM || !Number.isFinite(value)) return { kind: 'too-few', n, needed: COMPARE_FROM }
  const { low, high } = interval(resample(pairs, gap))
  const isClear = (low !== null && low > 0) || (high !== null && high < 0)
  return { kind: isClear ? 'separable' : 'not-separable', value, low, high, n }
}

/** B minus A, with 95 % intervals: of shares over all judged candidates, of costs and minutes over paired places. */
export function differencesOf(a: readonly ComparedCandidate[], b: readonly ComparedCandidate[]): Differences {
  const others = new Map(b.filter(isJudged).map((one) => [one.ordinal, one]))
  const pairs = a.filter(isJudged).flatMap((one): Pair[] => {
    const other = others.get(one.ordinal)
    return other ? [[one, other]] : []
  })
  const timed = pairs.filter(([one, other]) => one.minutes !== null && other.minutes !== null)
  return {
    acceptance: differenceOfShares(figuresOfShares(a), figuresOfShares(b)),
    costPerVerified: pairedDifference(pairs, costPerVerified),
    costPerApproved: pairedDifference(pairs, costPerApproved),
    minutes: pairedDifference(timed, medianMinutes),
  }
}

const figuresOfShares = (rows: readonly ComparedCandidate[]): Estimate | null => {
  const judged = rows.filter(isJudged)
  return wilson(judged.filter(isVerified).length, judged.length)
}
