/** What parts the whole from the fraction in the numbers of a column. */
export type DecimalMark = '.' | ','

const EXPONENT = /^[eE][+-]?\d{1,4}$/
const DIGITS = /^\d+$/
/** What people and programs put between groups of three digits. */
const GROUP_MARKS = [',', '.', ' ', '\u00a0', '\u202f', "'", '\u2019']
const LONGEST = 64

/** The digits of a whole part, group marks taken out; null where it is not a number. Groups never begin with zero. */
function wholeDigits(whole: string, decimal: DecimalMark): string | null {
  if (DIGITS.test(whole)) return whole
  const mark = GROUP_MARKS.find((one) => one !== decimal && whole.includes(one))
  if (mark === undefined) return null
  const [first = '', ...groups] = whole.split(mark)
  const isGrouped =
    first.length <= 3 &&
    DIGITS.test(first) &&
    !first.startsWith('0') &&
    groups.every((group) => group.length === 3 && DIGITS.test(group))
  return isGrouped ? first + groups.join('') : null
}

/** A number as `123.45e6`, read with one decimal mark; null for what is not a number in it. */
export function readNumeral(cell: string, decimal: DecimalMark): string | null {
  if (cell === '' || cell.length > LONGEST) return null
  // Some locales write the minus sign of mathematics.
  const sign = cell[0] === '-' || cell[0] === '\u2212' ? '-' : ''
  const body = sign !== '' || cell[0] === '+' ? cell.slice(1) : cell
  const at = body.search(/[eE]/)
  const exponent = at === -1 ? '' : body.slice(at)
  if (exponent !== '' && !EXPONENT.test(exponent)) return null
  const mantissa = at === -1 ? body : body.slice(0, at)
  const point = mantissa.indexOf(decimal)
  const whole = point === -1 ? mantissa : mantissa.slice(0, point)
  const fraction = point === -1 ? '' : mantissa.slice(point + 1)
  if (fraction !== '' && !DIGITS.test(fraction)) return null
  if (whole === '' && fraction === '') return null
  const digits = whole === '' ? '0' : wholeDigits(whole, decimal)
  if (digits === null) return null
  return `${sign}${digits}${fraction === '' ? '' : `.${fraction}`}${exponent}`
}

/**
 * What a cell says of its column's decimal mark: nothing (`12`), one of them (`0.5`, `0,5`), or either (`1,234` may be
 * a thousand or one and a bit). `text` for what is not a number at all.
 */
export type NumeralKind = 'neutral' | DecimalMark | 'either' | 'text'

export function kindOfNumeral(cell: string): NumeralKind {
  const point = readNumeral(cell, '.')
  const comma = readNumeral(cell, ',')
  if (point === null) return comma === null ? 'text' : ','
  if (comma === null) return '.'
  return point === comma ? 'neutral' : 'either'
}

const WORDS = new Set([
  'nan',
  '-nan',
  'null',
  'none',
  'na',
  'n/a',
  'inf',
  '+inf',
  '-inf',
  'infinity',
  '-infinity',
])

/** True for a cell that stands for a number that is not there, or not finite. */
export const isNumberWord = (cell: string): boolean => WORDS.has(cell.toLowerCase())
