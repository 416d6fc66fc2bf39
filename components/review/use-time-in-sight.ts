import { useEffect, useRef } from 'react'

/** Longest time without any sign of the reader that still counts as reading. */
const IDLE_MS = 120_000

/** Counts how long a page was visible and in use, in milliseconds; the function gives the sum so far. */
export function useTimeInSight(): () => number {
  const counted = useRef({ sum: 0, since: 0 })
  useEffect(() => {
    const clock = counted.current
    clock.since = performance.now()
    const note = () => {
      const now = performance.now()
      if (clock.since > 0) clock.sum += Math.min(now - clock.since, IDLE_MS)
      clock.since = document.visibilityState === 'visible' ? now : 0
    }
    const signs = ['visibilitychange', 'keydown', 'pointerdown', 'scroll'] as const
    for (const sign of signs) document.addEventListener(sign, note, { passive: true, capture: true })
    return () => {
      for (const sign of signs) document.removeEventListener(sign, note, { capture: true })
    }
  }, [])
  return () => {
    const { sum, since } = counted.current
    return Math.round(sum + (since > 0 ? Math.min(performance.now() - since, IDLE_MS) : 0))
  }
}
