const NUMERAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i
const WORDS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  null: Number.NaN,
  none: Number.NaN,
  na: Number.NaN,
  'n/a': Number.NaN,
  '-nan': Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  true: 1,
  false: 0,
}

/** The number that a logged value stands for; NaN for null, infinities as such, null for what is no number at all. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'bigint') return Number(value)
  if (value === null) return Number.NaN
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (NUMERAL.test(text)) return Number(text)
  return WORDS[text.toLowerCase()] ?? null
}

/** A step: a whole number that a double holds exactly; null for anything else. */
export function toStep(value: unknown): number | null {
  const number = value === null ? null : toNumber(value)
  return number !== null && Number.isSafeInteger(number) ? number : null
}

const SECONDS = 1e8
const MILLISECONDS = 1e11
const MICROSECONDS = 1e14
const NANOSECONDS = 1e17
const LATEST_MS = 8.64e15

/** Milliseconds since 1970 of a clock in seconds, milliseconds, microseconds or nanoseconds, or of an ISO date. */
export function toTimeMs(value: unknown): number | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.getTime()
  const number = value === null ? null : toNumber(value)
  if (number === null || !Number.isFinite(number)) {
    const parsed =
      typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(parsed) ? null : parsed
  }
  // Smaller numbers are seconds since a start that nobody knows.
  if (number < SECONDS) return null
  const ms =
    number < MILLISECONDS
      ? number * 1000
      : number < MICROSECONDS
        ? number
        : number < NANOSECONDS
          ? number / 1000
          : number / 1e6
  return ms <= LATEST_MS ? Math.round(ms) : null
}
