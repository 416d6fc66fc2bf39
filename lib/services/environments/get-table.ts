import { parse } from 'csv-parse/sync'
import { TableQuery, type TableView } from '#lib/contracts/environments.ts'
import { AppError, invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { columnFacts } from '#lib/services/environments/column-facts.ts'
import type { VersionRef } from '#lib/services/environments/find-version.ts'
import { openVersionFile } from '#lib/services/environments/get-version-file.ts'

/** Tables of tasks are small; a larger file is downloaded instead, as it would block the others' requests. */
const MAX_TABLE_BYTES = 4 * 2 ** 20
const MAX_COLUMNS = 1000
const MAX_ROWS = 200_000
const MAX_CELL_BYTES = 2 ** 18

type Line = { line: number; cells: string[] }

/** A page of a CSV file with exact facts of every column over the whole file. Searching looks into every cell. */
export async function getTable({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & Record<string, unknown>
}): Promise<TableView> {
  requireCapability(ctx, 'environment.read')
  const query = parseInput(TableQuery, input)
  const file = await openVersionFile({
    ctx,
    input: { ...input, path: query.file } as VersionRef & { path: string },
  })
  if (!file.path.endsWith('.csv')) throw invalid(`${file.path} is not a table.`, { file: file.path })
  if (file.bytes > MAX_TABLE_BYTES)
    throw new AppError('limit', `${file.path} is too large to show; download it.`)
  const { header, lines } = readTable(file.path, await ctx.blobs.get(file.sha256))
  if (header.length > MAX_COLUMNS || lines.length > MAX_ROWS)
    throw new AppError('limit', `${file.path} is too large to show; download it.`)
  const matching = search(lines, query.search)
  const sorted =
    query.sort === undefined
      ? matching
      : sortBy(matching, header.indexOf(query.sort), query.order, query.sort)
  const from = (query.page - 1) * query.pageSize
  return {
    file: file.path,
    columns: header.map((name, at) =>
      columnFacts(
        name,
        lines.map((line) => line.cells[at] ?? ''),
      ),
    ),
    rows: sorted.slice(from, from + query.pageSize),
    total: matching.length,
    rowCount: lines.length,
    page: query.page,
    pageSize: query.pageSize,
  }
}

function readTable(path: string, bytes: Uint8Array): { header: string[]; lines: Line[] } {
  try {
    const lineOf: number[] = []
    const [header, ...body] = parse(Buffer.from(bytes), {
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MAX_CELL_BYTES,
      to: MAX_ROWS + 2,
      on_record: (record: string[], { lines }) => {
        lineOf.push(lines)
        return record
      },
    })
    return {
      header: header ?? [],
      lines: body.map((cells, at) => ({ line: lineOf[at + 1] ?? 0, cells })),
    }
  } catch (error) {
    throw new AppError('invalid', `${path} is not a readable table.`, { file: path }, error)
  }
}

function search(lines: readonly Line[], text: string | undefined): readonly Line[] {
  if (!text) return lines
  const wanted = text.toLowerCase()
  return lines.filter((line) => line.cells.some((cell) => cell.toLowerCase().includes(wanted)))
}

/** Numbers by value, everything else by text, empty cells last in both directions; ties keep the file's order. */
function sortBy(lines: readonly Line[], column: number, order: 'asc' | 'desc', name: string): Line[] {
  if (column < 0)
    throw invalid(`There is no column "${name.slice(0, 60)}".`, { fields: { sort: ['unknown column'] } })
  const sign = order === 'asc' ? 1 : -1
  const numeric = lines.every((line) => Number.isFinite(Number(line.cells[column] ?? '')))
  return [...lines].sort((a, b) => {
    const [x, y] = [a.cells[column] ?? '', b.cells[column] ?? '']
    if (x === '' || y === '') return x === y ? 0 : x === '' ? 1 : -1
    return sign * (numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0)
  })
}
