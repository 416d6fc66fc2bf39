import type { Table } from '#lib/packs/read-table.ts'

/** What is kept of a further table of a task: how wide it is, and how many of its rows belong to one parent. */
export type ChildTable = { header: readonly string[]; perParent: number | null }

type Parent = { header: readonly string[]; idColumn: string; target: string }

/** The column of a child table that names its parent: the id, else the first that the rows of the task have too. */
export function keyByName(child: readonly string[], { header, idColumn, target }: Parent): string | null {
  if (child.includes(idColumn)) return idColumn
  return child.find((name) => name !== target && header.includes(name)) ?? null
}

/** So many cells of a column must be found in a child's column before that is its key. */
const FOUND = 0.3

/** Where no name is shared: different values of the child's column in which most cells of a column are found. */
function keyValues(child: Pick<Table, 'header' | 'rows'>, train: Pick<Table, 'header' | 'rows'>) {
  const cells = train.header.map((_, at) => train.rows.slice(0, 500).map((row) => row[at] ?? ''))
  const found = child.header.map((_, at) => {
    const values = new Set(child.rows.map((row) => row[at] ?? ''))
    const shares = cells.map((column) => column.filter((cell) => values.has(cell)).length / column.length)
    return { values, share: Math.max(0, ...shares) }
  })
  const [best] = found.sort((a, b) => b.share - a.share)
  return best !== undefined && best.share >= FOUND ? best.values : null
}

/**
 * The rows of a child table to one parent. `values` of the table are those of the key that was found by its name; null
 * where no column is a key.
 */
export function perParent(
  child: Pick<Table, 'header' | 'rows' | 'count' | 'values'>,
  train: Pick<Table, 'header' | 'rows'>,
): number | null {
  if (child.values.size > 0) return child.count / child.values.size
  const values = keyValues(child, train)
  return values === null ? null : child.rows.length / values.size
}
