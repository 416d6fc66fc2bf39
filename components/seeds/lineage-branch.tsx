import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** A branch that opens with click, Enter or Space: a list in a list, for every reader. */
export function Branch({
  head,
  note,
  isOpen = false,
  children,
}: {
  head: ReactNode
  note: ReactNode
  isOpen?: boolean
  children: ReactNode
}) {
  return (
    <details open={isOpen} className="group/branch">
      <summary className="flex min-h-8 cursor-pointer list-none flex-wrap items-center gap-x-2 gap-y-0.5 rounded-sm px-1 py-1 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-muted [details[open]>summary>&]:rotate-90"
        />
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">{head}</span>
        <span className="num text-xs text-muted">{note}</span>
      </summary>
      <div className="ml-2.5 border-l border-line pl-3">{children}</div>
    </details>
  )
}
