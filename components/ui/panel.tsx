import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** A bordered region with a heading. */
export function Panel({
  title,
  note,
  actions,
  children,
  flush = false,
  id,
}: {
  title: string
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** No padding: tables and editors go to the border. */
  flush?: boolean
  id?: string
}) {
  return (
    <section id={id} aria-label={title} className="min-w-0 rounded-md border border-line bg-raised">
      <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <h2 className="text-base">{title}</h2>
          {note ? <span className="text-xs text-muted">{note}</span> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-1.5">{actions}</div> : null}
      </header>
      <div className={clsx(!flush && 'p-3')}>{children}</div>
    </section>
  )
}
