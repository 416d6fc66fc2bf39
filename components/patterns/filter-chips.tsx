'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export type FilterChip = {
  id: string
  /** What is filtered. */
  name: string
  value: ReactNode
  /** The value in words, for the button that takes the filter away. */
  spoken: string
  onRemove: () => void
}

/** Every filter that the address holds, each with its way out: none filters a list unseen. */
export function FilterChips({ chips }: { chips: readonly FilterChip[] }) {
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ id, name, value, spoken, onRemove }) => (
        <li
          key={id}
          className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-md border border-line bg-sunken pl-2 text-xs"
        >
          <span className="text-muted">{name}:</span>
          <span className="min-w-0 truncate">{value}</span>
          <button
            type="button"
            aria-label={`Remove the filter ${name}: ${spoken}`}
            onClick={onRemove}
            className="inline-flex size-7 shrink-0 items-center justify-center rounded-md hover:bg-raised"
          >
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
