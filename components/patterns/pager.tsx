'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { formatCount } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'

type PagerProps = { page: number; pageSize: number; total: number; onPage: (page: number) => void }

/** `51 to 100 of 1,240`, with a step back and forth. */
export function Pager({ page, pageSize, total, onPage }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / pageSize))
  if (last === 1) return null
  const from = (page - 1) * pageSize + 1
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-2 border-t border-line px-3 py-2"
    >
      <Button
        icon={<ChevronLeft size={14} aria-hidden />}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        Previous
      </Button>
      <span className="num text-xs text-muted">
        {formatCount(from)} to {formatCount(Math.min(total, page * pageSize))} of {formatCount(total)}
      </span>
      <Button disabled={page >= last} onClick={() => onPage(page + 1)}>
        Next
        <ChevronRight size={14} aria-hidden />
      </Button>
    </nav>
  )
}
