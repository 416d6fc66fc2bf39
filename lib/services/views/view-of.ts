import type { SavedViewView } from '#lib/contracts/views.ts'
import type { Tx } from '#lib/db/client.ts'
import type { SavedViewPage } from '#lib/domain/training.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

type Row = {
  id: string
  page: SavedViewPage
  name: string
  query: string
  createdBy: string
  createdAt: Date
}

/** Saved views as the wire has them. */
export async function viewsOf(tx: Tx, rows: readonly Row[]): Promise<SavedViewView[]> {
  const nameOf = await namesOf(
    tx,
    rows.map(({ createdBy }) => createdBy),
  )
  return rows.map((row) => ({
    ...row,
    page: row.page,
    createdByName: nameOf(row.createdBy),
    createdAt: row.createdAt.toISOString(),
  }))
}
