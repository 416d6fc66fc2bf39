import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** A part's state in words; the colour only repeats them. */
export function State({ ok, words }: { ok: boolean; words: ReactNode }) {
  const Icon = ok ? CircleCheck : TriangleAlert
  return (
    <span
      className={
        ok ? 'inline-flex items-center gap-1 text-ok-text' : 'inline-flex items-center gap-1 text-bad-text'
      }
    >
      <Icon size={14} aria-hidden /> {words}
    </span>
  )
}
