type Page = { next: string | null }

/** Follows a list to its end. Rows that move between pages while it is read are kept once. */
export async function allPages<P extends Page, Row extends { id: string }>(
  ask: (cursor: { after?: string }) => Promise<P>,
  rowsOf: (page: P) => readonly Row[],
): Promise<Row[]> {
  const found = new Map<string, Row>()
  for (let cursor: { after?: string } = {}; ; ) {
    const page = await ask(cursor)
    for (const row of rowsOf(page)) found.set(row.id, row)
    if (page.next === null) return [...found.values()]
    cursor = { after: page.next }
  }
}
