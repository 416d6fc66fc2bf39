import { expect, it } from 'vitest'
import { retryAfterMs } from '#lib/llm/retry-after.ts'

const NOW = Date.parse('2026-05-04T10:00:00Z')

it.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': ' 0 ' }, 0],
  [{ 'retry-after': '1.5' }, 1500],
  [{ 'retry-after': 'Mon, 04 May 2026 10:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Mon, 04 May 2026 09:59:00 GMT' }, 0],
  [{ 'retry-after': 'Monday, 04-May-26 10:01:00 GMT' }, 60_000],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '-3' }, null],
  [{ 'retry-after': '' }, null],
  [{}, null],
])('reads %j', (headers, ms) => {
  expect(retryAfterMs(headers, NOW)).toBe(ms)
})
