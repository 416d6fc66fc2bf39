import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

const DAY_MS = 86_400_000

/** How many days the dates of a table span, where so many are wished for: those of the main table at most their season. */
export const spanOf = (
  { date }: Domain,
  { modality, table, days }: { modality: Modality; table: string; days: number },
): number => (table === 'main' && modality !== 'series' ? Math.min(days, date.days ?? days) : days)

/** When the dates of a table begin: histories that last so many days end before the rows that they belong to. */
export function firstDay(
  { date: { start } }: Domain,
  { modality, table, days }: { modality: Modality; table: string; days: number },
): string {
  const after = modality === 'join' && table === 'main' ? days : 0
  return new Date(Date.parse(start) + after * DAY_MS).toISOString().slice(0, 10)
}
