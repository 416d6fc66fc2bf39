import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import type { SortState } from '#components/patterns/sort-header.tsx'

type Row = { id: string; title: string; score: number }
const ROWS: Row[] = [
  { id: 'a', title: 'Tides', score: 2 },
  { id: 'b', title: 'Bridges', score: 1 },
]
const COLUMNS: Column<Row>[] = [
  { id: 'title', title: 'Title', cell: ({ title }) => title, sortable: true },
  { id: 'score', title: 'Score', cell: ({ score }) => score, numeric: true },
  { id: 'hash', title: 'Hash', cell: ({ id }) => `hash of ${id}`, optional: true },
]

const show = (rows: readonly Row[], more: { sort?: SortState; selectedId?: string } = {}) =>
  render(
    <DataTable
      caption="Environments"
      columns={COLUMNS}
      rows={rows}
      rowId={({ id }) => id}
      count={`${rows.length} environments`}
      empty={<p>No environment yet</p>}
      {...more}
    />,
  )
const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent)

test('rows come in the order of the server, with the chosen one marked', () => {
  show(ROWS, { selectedId: 'b' })
  const table = within(screen.getByRole('table', { name: 'Environments' }))
  const [, first, second] = table.getAllByRole('row')
  expect(first?.textContent).toBe('Tides2')
  expect(second?.textContent).toBe('Bridges1')
  expect(second?.getAttribute('aria-current')).toBe('true')
  expect(first?.hasAttribute('aria-current')).toBe(false)
  expect(screen.getByRole('status').textContent).toBe('2 environments')
})

test('a head asks for an order and says which one there is; one that the server cannot sort by is no button', async () => {
  const onSort = vi.fn()
  show(ROWS, { sort: { by: 'title', descending: false, onSort } })
  const head = screen.getByRole('columnheader', { name: 'Title' })
  expect(head.getAttribute('aria-sort')).toBe('ascending')
  await userEvent.click(within(head).getByRole('button'))
  expect(onSort).toHaveBeenCalledExactlyOnceWith('title', true)
  expect(screen.queryByRole('button', { name: 'Score' })).toBeNull()
})

test('columns that a reader shows and hides stay so on the next visit', async () => {
  const user = userEvent.setup()
  show(ROWS).unmount()
  const { unmount } = show(ROWS)
  expect(heads()).toEqual(['Title', 'Score'])
  await user.click(screen.getByRole('button', { name: 'View' }))
  await user.click(screen.getByRole('menuitemcheckbox', { name: 'Hash' }))
  await user.click(screen.getByRole('menuitemcheckbox', { name: 'Score' }))
  unmount()
  show(ROWS)
  expect(heads()).toEqual(['Title', 'Hash'])
  expect(screen.getByText('hash of b')).toBeTruthy()
})

test('without rows the words stand in place of the heads', () => {
  show([])
  expect(screen.getByText('No environment yet')).toBeTruthy()
  // Nothing is drawn here: a class tells what a browser hides.
  expect(screen.getByRole('columnheader', { name: 'Title' }).closest('.hidden')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'View' }).closest('.hidden')).toBeTruthy()
})
