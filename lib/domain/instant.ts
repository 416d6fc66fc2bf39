/** Milliseconds since 1970 of the last moment of the year 9999: later ones have no date that can be written and read. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Whether milliseconds since 1970 have a date; a clock that counts microseconds leaves the calendar. */
export const hasDate = (ms: number): boolean => ms <= LAST_MS

/** ISO 8601 of milliseconds since 1970; null where they have no date. */
export const isoOf = (ms: number): string | null => (hasDate(ms) ? new Date(ms).toISOString() : null)
