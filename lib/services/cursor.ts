import type { CursorQuery } from '#lib/contracts/paging.ts'

type Stamped = { id: string; createdAt: Date }

/** Newest first; the id decides between rows of one millisecond, so that a cursor stands at exactly one place. */
export const NEWEST_FIRST: [{ createdAt: 'desc' }, { id: 'desc' }] = [{ createdAt: 'desc' }, { id: 'desc' }]

/** The rows that come after a cursor, newest first. The cursor's own row need not match the filter any more. */
export function olderThan(after: string | undefined) {
  if (after === undefined) return {}
  const [time = '', id = ''] = after.split('_')
  const createdAt = new Date(Number(time))
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

/** Cuts what was read with `limit + 1` rows to a page; `next` is null only when the list is complete. */
export function cutPage<Row extends Stamped>(
  rows: readonly Row[],
  { limit }: Pick<CursorQuery, 'limit'>,
): { page: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return { page, next: more ? `${last.createdAt.getTime()}_${last.id}` : null }
}
