import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export const TONE_CLASSES = {
  idle: 'bg-sunken text-muted',
  ok: 'bg-ok-soft text-ok-text',
  warn: 'bg-warn-soft text-warn-text',
  bad: 'bg-bad-soft text-bad-text',
  info: 'bg-info-soft text-info-text',
  sand: 'bg-sand-soft text-sand-text',
} as const

export type Tone = keyof typeof TONE_CLASSES

/** A short word on a soft fill. The word, not the colour, carries the meaning. */
export function Badge({
  tone = 'idle',
  children,
  title,
}: {
  tone?: Tone
  children: ReactNode
  title?: string
}) {
  return (
    <span
      title={title}
      className={clsx(
        'inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        TONE_CLASSES[tone],
      )}
    >
      {children}
    </span>
  )
}
