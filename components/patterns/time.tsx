'use client'

import { useSyncExternalStore } from 'react'
import { formatAgo, formatInstant } from '#components/patterns/format.ts'

const TICK_MS = 30_000
function onTick(notify: () => void) {
  const timer = setInterval(notify, TICK_MS)
  return () => clearInterval(timer)
}
const currentTick = () => Math.floor(Date.now() / TICK_MS) * TICK_MS

/**
 * Relative time with the exact UTC time on hover. The server sends the date: it knows no reader's clock, and the
 * date is as wide as the words that follow, so that nothing moves.
 */
export function Time({ iso }: { iso: string }) {
  const now = useSyncExternalStore<number | null>(onTick, currentTick, () => null)
  return (
    <time dateTime={iso} title={formatInstant(iso)} className="num whitespace-nowrap">
      {now === null ? iso.slice(0, 10) : formatAgo(iso, now)}
    </time>
  )
}
