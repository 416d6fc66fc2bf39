import { expect, test } from 'vitest'
import { toTimeMs } from '#lib/training/parsers/to-number.ts'

const AT = 1_795_410_399_999
test.each([
  ['seconds', AT / 1000, AT],
  ['milliseconds', AT, AT],
  ['microseconds', AT * 1000, AT],
  ['nanoseconds, as text', `${AT}000000`, AT],
  ['the last moment of the year 9999', '9999-12-31T23:59:59.999Z', 253_402_300_799_999],
])('a clock of %s is milliseconds since 1970', (_, written, ms) => {
  expect(toTimeMs(written)).toBe(ms)
})

test.each([
  ['a year that no calendar writes', 1e21],
  ['seconds since an unknown start', 90_000],
  ['nothing', null],
  ['a word', 'later'],
])('%s is no time', (_, written) => {
  expect(toTimeMs(written)).toBeNull()
})
