import { hasDate } from '#lib/domain/instant.ts'
import { parsePythonLiteral } from '#lib/training/parsers/python-literal.ts'

const NUMERAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i
/** Words of Python, and what Windows printed for numbers that are none. */
const WORDS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '-nan': Number.NaN,
  '+nan': Number.NaN,
  'nan(ind)': Number.NaN,
  '-nan(ind)': Number.NaN,
  '1.#qnan': Number.NaN,
  '-1.#ind': Number.NaN,
  '1.#inf': Number.POSITIVE_INFINITY,
  '-1.#inf': Number.NEGATIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
}

const MISSING = new Set(['', 'null', 'none', 'na', '<na>', 'nat', 'n/a', '#n/a', '-', '--'])
/** True for what tables write where there is no value. */
export const isMissing = (text: string): boolean => MISSING.has(text.trim().toLowerCase())

/** The number that a logged value stands for; NaN for null, infinities as such, null for what is not a number at all. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'bigint') return Number(value)
  if (value === null) return Number.NaN
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (NUMERAL.test(text)) return Number(text)
  return WORDS[text.toLowerCase()] ?? wrappedNumber(text)
}

const WRAPPED_LENGTH = 200

/** `np.float64(0.5)` and `tensor(0.5, device='cuda:0')`, as Python writes its numbers into texts. */
function wrappedNumber(text: string): number | null {
  if (!text.endsWith(')') || text.length > WRAPPED_LENGTH) return null
  const literal = parsePythonLiteral(text)
  return typeof literal === 'number' ? literal : null
}

/** A number that a text stands for, and not the lack of one. */
export const toValue = (text: string): number | null => (isMissing(text) ? null : toNumber(text))

/** A step: a whole number that a double holds exactly; null for anything else. */
export function toStep(value: unknown): number | null {
  if (value === null || typeof value === 'boolean') return null
  const number = toNumber(typeof value === 'string' ? (OF_MANY.exec(value.trim())?.[1] ?? value) : value)
  return number !== null && Number.isSafeInteger(number) ? number : null
}

/** `20/100`: ms-swift's step of how many. */
const OF_MANY = /^(\d+)\/\d+$/

const SECONDS = 1e8
const MILLISECONDS = 1e11
const MICROSECONDS = 1e14
const NANOSECONDS = 1e17

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
  return hasDate(ms) ? Math.round(ms) : null
}
