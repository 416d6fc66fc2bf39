import { z } from 'zod'

const Milliseconds = z.string().regex(/^\d{1,9}(\.\d+)?$/)
const Seconds = z.string().regex(/^\d{1,7}(\.\d+)?$/)
/** Three forms of HTTP dates, all of which begin with a day's name. */
const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/

/** How long a provider asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date; null when it does not. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | null {
  const exact = Milliseconds.safeParse(headers['retry-after-ms']?.trim())
  if (exact.success) return Math.ceil(Number(exact.data))
  const value = headers['retry-after']?.trim()
  const seconds = Seconds.safeParse(value)
  if (seconds.success) return Math.ceil(Number(seconds.data) * 1000)
  if (value === undefined || !DATE.test(value)) return null
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
