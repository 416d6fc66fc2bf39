'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { Histogram } from '#components/charts/histogram.tsx'
import { ask } from '#components/data/read-json.ts'
import { columnSentence } from '#components/environments/column-sentence.ts'
import { isImage } from '#components/environments/file-groups.ts'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatCount } from '#components/patterns/format.ts'
import { Pager } from '#components/patterns/pager.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { SearchField } from '#components/patterns/search-field.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type ColumnView, type TableView, VERSIONS } from '#lib/contracts/environments.ts'

type Row = TableView['rows'][number]
/** Address of the picture that a cell names; null where it names none. */
type PictureOf = (text: string) => string | null
type TableExplorerProps = { slug: string; number: number; tables: readonly string[] }

/** One CSV of a version: histogram and facts in each column head, rows with an address each. */
export function TableExplorer({ slug, number, tables }: TableExplorerProps) {
  const { params, set } = useUrlState()
  const file = tables.find((path) => path === params.get('table')) ?? tables[0] ?? ''
  const get = (name: string) => params.get(name) ?? undefined
  const asked = {
    file,
    sort: get('sort'),
    order: get('order'),
    search: get('search'),
    page: get('page'),
    pageSize: 100,
  }
  const query = useQuery({
    ...ask(VERSIONS.table, { id: slug, n: number, ...asked }),
    placeholderData: keepPreviousData,
    enabled: file !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  const reset = { sort: null, order: null, search: null, page: null, row: null }
  return (
    <Panel
      title="Data"
      flush
      actions={
        <>
          <select
            aria-label="Table"
            value={file}
            onChange={(event) => set({ ...reset, table: event.target.value })}
            className="h-8 min-w-0 rounded-md border border-edge bg-raised px-2"
          >
            {tables.map((path) => (
              <option key={path}>{path}</option>
            ))}
          </select>
          <SearchField
            label="Search rows"
            value={get('search') ?? ''}
            onSearch={(text) => set({ search: text, page: null }, 'replace')}
          />
        </>
      }
    >
      {query.isError ? (
        <LoadFailed what="The table" error={query.error} retry={() => void query.refetch()} />
      ) : query.data ? (
        <Loaded
          table={query.data}
          href={addressOf(VERSIONS.file, { id: slug, n: number, path: file })}
          pictureOf={(text) =>
            isImage(text) ? addressOf(VERSIONS.file, { id: slug, n: number, path: `agent/${text}` }) : null
          }
        />
      ) : (
        <LoadingRows what="rows" rows={12} />
      )}
    </Panel>
  )
}

type LoadedProps = { table: TableView; href: string; pictureOf: PictureOf }

function Loaded({ table, href, pictureOf }: LoadedProps) {
  const { params, set } = useUrlState()
  return (
    <>
      <DataTable
        key={table.file}
        caption={`Rows of ${table.file}`}
        columns={columnsOf(table, pictureOf)}
        rows={table.rows}
        rowId={(row) => String(row.line)}
        selectedId={params.get('row')}
        count={`${table.total === table.rowCount ? 'all ' : `${formatCount(table.total)} of `}${formatCount(table.rowCount)} rows, ${table.columns.length} columns`}
        csv={{ kind: 'href', href }}
        maxHeight="65vh"
        sort={{
          by: params.get('sort') ?? '',
          descending: params.get('order') === 'desc',
          onSort: (by, descending) => set({ sort: by, order: descending ? 'desc' : 'asc', page: null }),
        }}
        empty={
          <EmptyState
            kind="filtered"
            clear={<Button onClick={() => set({ search: null })}>Clear the search</Button>}
          />
        }
      />
      <Pager
        page={table.page}
        pageSize={table.pageSize}
        total={table.total}
        onPage={(page) => set({ page: String(page) })}
      />
    </>
  )
}

/** Ids and free text: a histogram of values that occur once says nothing. */
const isMostlyUnique = (column: ColumnView, rows: number): boolean =>
  column.kind === 'text' && column.distinct > rows / 2

function columnsOf(table: TableView, pictureOf: PictureOf): Column<Row>[] {
  return [
    { id: '#', title: 'Line', numeric: true, cell: (row) => <LineLink line={row.line} /> },
    ...table.columns.map((column, index) => ({
      id: column.name,
      title: column.name,
      numeric: column.kind === 'numeric',
      sortable: true,
      head: (
        <span
          className={
            column.kind === 'numeric' ? 'flex flex-col items-end pb-1 font-normal' : 'block pb-1 font-normal'
          }
        >
          {isMostlyUnique(column, table.rowCount) ? null : (
            <Histogram bins={column.histogram} sentence={columnSentence(column)} />
          )}
          <span className="num block">
            {formatCount(column.distinct)} distinct
            {column.missing > 0 ? `, ${formatCount(column.missing)} missing` : ''}
          </span>
        </span>
      ),
      cell: (row: Row) => <CellText text={row.cells[index] ?? ''} pictureOf={pictureOf} />,
    })),
  ]
}

function CellText({ text, pictureOf }: { text: string; pictureOf: PictureOf }) {
  if (text === '') return <span className="text-muted">∅</span>
  const picture = pictureOf(text)
  if (picture !== null) return <Picture text={text} href={picture} />
  return (
    <bdi className="block max-w-96 truncate font-mono text-xs" title={text.length > 40 ? text : undefined}>
      {text}
    </bdi>
  )
}

const Picture = ({ text, href }: { text: string; href: string }) => (
  <a href={href} target="_blank" rel="noreferrer" className="flex w-max items-center gap-2 hover:underline">
    {/* biome-ignore lint/performance/noImgElement: bytes of a version under their own hash; nothing to optimise */}
    <img
      src={href}
      alt=""
      loading="lazy"
      width={28}
      height={28}
      className="size-7 max-w-none shrink-0 bg-sunken object-contain [image-rendering:pixelated]"
    />
    <span className="font-mono text-xs">{text}</span>
  </a>
)

function LineLink({ line }: { line: number }) {
  const { set } = useUrlState()
  return (
    <button
      type="button"
      aria-label={`Mark line ${line} in the address`}
      onClick={() => set({ row: String(line) }, 'replace')}
      className="group inline-flex min-h-6 items-center gap-1 text-muted hover:text-ink"
    >
      <Link2
        size={12}
        aria-hidden
        className="opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
      {line}
    </button>
  )
}
