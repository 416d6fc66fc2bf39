import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { WHOLE_YEAR } from '#lib/domain/artefacts/season.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

const DAY_MS = 86_400_000
/** A history of years is so much of them at least. */
const LEAST_PART = 0.7

/**
 * How many days the dates of a table span, where so many are wished for: those of the main table at most their season,
 * and those of a history at most what it has in the world, or nearly all of the years that it has there. A series goes
 * through its seasons.
 */
export function spanOf(
  { date, child }: Domain,
  { modality, table, days }: { modality: Modality; table: string; days: number },
): number {
  if (modality === 'series') return days
  if (table !== 'main' && child.years !== undefined)
    return Math.round(child.years * (LEAST_PART * WHOLE_YEAR + (1 - LEAST_PART) * Math.min(days, WHOLE_YEAR)))
  const most = table === 'main' ? date.days : (child.days ?? date.days)
  return Math.min(days, most ?? (table === 'main' ? days : WHOLE_YEAR))
}

/**
 * First and last year in which the dates of a task may begin: a recent past. Series go on for years, and end in it too.
 */
const [EARLIEST, LATEST, LATEST_SERIES] = [2012, 2023, 2017]

/** The last year in which they may begin: histories of a join may have years to go. */
const latestYear = (modality: Modality, { child }: Domain): number => {
  if (modality === 'series') return LATEST_SERIES
  return modality === 'join' ? LATEST - Math.ceil(child.years ?? 1) + 1 : LATEST
}

/** The year in which the dates of a task begin. `below`: a whole number from 0 to under n. */
export const firstYear = (modality: Modality, domain: Domain, below: (n: number) => number): number =>
  EARLIEST + below(latestYear(modality, domain) + 1 - EARLIEST)

/** When the dates of a table begin: histories that last so many days end before the rows that they belong to. */
export function firstDay(
  domain: Domain,
  { modality, table, days, year }: { modality: Modality; table: string; days: number; year: number },
): string {
  const before = modality === 'join' && table === 'main'
  const after = before ? spanOf(domain, { modality, table: domain.child.table, days }) : 0
  // A plan that moves to another world may bring a later year than its histories can begin in there.
  const first = domain.child.years === undefined ? year : Math.min(year, latestYear(modality, domain))
  return new Date(Date.parse(`${first}-${domain.date.start}`) + after * DAY_MS).toISOString().slice(0, 10)
}
