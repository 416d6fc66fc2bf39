import { CANDIDATE_END_STATUSES } from '#lib/domain/run.ts'

export type Outcome = (typeof CANDIDATE_END_STATUSES)[number]
export type DayOutcomes = { day: string } & Record<Outcome, number>

const DAY_MS = 86_400_000

/**
 * One entry per UTC day from `fromDay` to `toDay` (`YYYY-MM-DD`, both inclusive); a day without candidates is a
 * row of zeros, not a gap in time.
 */
export function prepareOutcomes(
  counts: readonly { day: string; status: string; count: number }[],
  fromDay: string,
  toDay: string,
): DayOutcomes[] {
  const days = new Map<string, DayOutcomes>()
  for (let at = Date.parse(fromDay); at <= Date.parse(toDay); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.set(day, { day, verified: 0, duplicate: 0, rejected: 0, error: 0, cancelled: 0 })
  }
  for (const { day, status, count } of counts) {
    const entry = days.get(day)
    const outcome = CANDIDATE_END_STATUSES.find((known) => known === status)
    if (entry && outcome) entry[outcome] += count
  }
  return [...days.values()]
}

export function sumOutcomes(days: readonly DayOutcomes[]): Record<Outcome, number> {
  const total = { verified: 0, duplicate: 0, rejected: 0, error: 0, cancelled: 0 }
  for (const day of days) for (const outcome of CANDIDATE_END_STATUSES) total[outcome] += day[outcome]
  return total
}
