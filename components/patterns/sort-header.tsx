'use client'

import { clsx } from 'clsx'
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { Column } from '#components/patterns/column.ts'

export type SortState = { by: string; descending: boolean; onSort: (by: string, descending: boolean) => void }

type Head = Pick<Column<never>, 'id' | 'title' | 'numeric' | 'sortable' | 'grows' | 'head'>

/** A column head; where the server can sort by it, a button that says so. */
export function SortHeader({ column, sort }: { column: Head; sort: SortState | undefined }) {
  const active = sort?.by === column.id
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={clsx(
        'h-8 px-2.5 align-top first:pl-3 last:pr-3 text-xs font-medium whitespace-nowrap text-muted',
        column.numeric && 'text-right',
        column.grows && 'min-w-52',
      )}
    >
      {column.sortable && sort ? (
        <button
          type="button"
          onClick={() => sort.onSort(column.id, active ? !sort.descending : false)}
          className={clsx(
            'group relative inline-flex min-h-8 items-center gap-1 hover:text-ink',
            active && 'text-ink',
          )}
        >
          {column.title}
          {active ? (
            <Arrow size={12} aria-hidden />
          ) : (
            <ChevronsUpDown
              size={12}
              aria-hidden
              className="absolute -right-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
            />
          )}
        </button>
      ) : (
        <span className="inline-flex min-h-8 items-center">{column.title}</span>
      )}
      {column.head}
    </th>
  )
}
