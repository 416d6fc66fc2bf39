import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'

export type PlainColumn = { title: string; numeric?: boolean }

/** A small table drawn on the server: data tables of charts, evidence lists, anything that never sorts. */
export function PlainTable({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly PlainColumn[]
  rows: readonly { id: string; cells: readonly ReactNode[]; highlighted?: boolean }[]
}) {
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={clsx('h-8 px-3 font-medium whitespace-nowrap', column.numeric && 'text-right')}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              className={clsx('border-t border-line first:border-t-0', row.highlighted && 'bg-sand-soft')}
            >
              {columns.map((column, index) => (
                <td
                  key={column.title}
                  className={clsx('h-8 px-3 py-1', column.numeric && 'num text-right whitespace-nowrap')}
                >
                  {row.cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
