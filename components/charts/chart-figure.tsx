import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

export function Details({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="group mt-2">
      <summary className="inline-flex min-h-6 items-center gap-1 text-xs text-muted hover:text-ink">
        <ChevronRight size={12} aria-hidden className="group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-1 rounded-md border border-line">{children}</div>
    </details>
  )
}

/** A chart with the sentence that says what it shows and its data table. */
export function ChartFigure({
  sentence,
  table,
  children,
}: {
  sentence: string
  table: ReactNode
  children: ReactNode
}) {
  return (
    <figure className="min-w-0">
      {children}
      <figcaption className="mt-1 text-xs text-muted">{sentence}</figcaption>
      <Details summary="Table">{table}</Details>
    </figure>
  )
}
