'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'

type FoldedPanelProps = {
  title: string
  note?: ReactNode
  /** Long lists that few read start folded. */
  startsFolded?: boolean
  children: ReactNode
}

/** A panel that can be folded to its heading. */
export function FoldedPanel({ title, note, startsFolded = false, children }: FoldedPanelProps) {
  const [isOpen, setOpen] = useState(!startsFolded)
  return (
    <section aria-label={title} className="min-w-0 rounded-md border border-line bg-raised">
      <header className="flex min-h-9 flex-wrap items-baseline gap-x-2 px-3 py-1">
        <h2 className="text-base">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="inline-flex min-h-7 items-center gap-1"
          >
            <ChevronRight size={14} aria-hidden className={isOpen ? 'rotate-90' : ''} />
            {title}
          </button>
        </h2>
        {note ? <span className="text-xs text-muted">{note}</span> : null}
      </header>
      {isOpen ? <div className="border-t border-line">{children}</div> : null}
    </section>
  )
}
