import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

const DAY_MS = 86_400_000

/**
 * How many days the dates of a table span, where so many are wished for: those of the main table at most their season,
 * and those of a history at most what it has in the world. A series goes through its seasons.
 */
export function spanOf(
  { date, child }: Domain,
  { modality, table, days }: { modality: Modality; table: string; days: number },
): number {
  if (modality === 'series') return days
  const most = table === 'main' ? date.days : (child.days ?? date.days)
  return Math.min(days, most ?? days)
}

/**
 * First and last year in which the dates of a task may begin: a recent past. Series go on for years, and end in it too.
 */
const [EARLIEST, LATEST, LATEST_SERIES] = [2012, 2023, 2017]

/** The year in which the dates of a task begin. `below`: a whole number from 0 to under n. */
export const firstYear = (modality: Modality, below: (n: number) => number): number =>
  EARLIEST + below((modality === 'series' ? LATEST_SERIES : LATEST) + 1 - EARLIEST)

/** When the dates of a table begin: histories that last so many days end before the rows that they belong to. */
export function firstDay(
  domain: Domain,
  { modality, table, days, year }: { modality: Modality; table: string; days: number; year: number },
): string {
  const before = modality === 'join' && table === 'main'
  const after = before ? spanOf(domain, { modality, table: domain.child.table, days }) : 0
  return new Date(Date.parse(`${year}-${domain.date.start}`) + after * DAY_MS).toISOString().slice(0, 10)
}
