import { type OnNote, shownCell, TableRefusal } from '#lib/tables/table-note.ts'

/** Names that several columns have, with the places of those columns, counted from 1. */
export function doubledNames(header: readonly string[]): { name: string; columns: number[] }[] {
  const places = new Map<string, number[]>()
  for (const [at, name] of header.entries()) {
    const held = places.get(name)
    if (held) held.push(at + 1)
    else places.set(name, [at + 1])
  }
  return [...places].flatMap(([name, columns]) => (columns.length > 1 ? [{ name, columns }] : []))
}

const MOST = 5
const placesOf = (columns: readonly number[]): string =>
  columns.length > MOST
    ? `${columns.slice(0, MOST).join(', ')} and ${columns.length - MOST} more`
    : `${columns.slice(0, -1).join(', ')} and ${columns.at(-1)}`

const RENAME = 'Give each column a name of its own.'

/** @throws TableRefusal where two columns share a name */
export function refuseDoubled(header: readonly string[], line: number): void {
  const [doubled] = doubledNames(header)
  if (doubled === undefined) return
  const { name, columns } = doubled
  const places = placesOf(columns)
  if (name === '')
    throw new TableRefusal(
      `The columns ${places} have no names.`,
      line,
      'Write one name for each column in the first line, and nothing above it.',
    )
  throw new TableRefusal(
    `The columns ${places} are ${columns.length === 2 ? 'both' : 'all'} called ${shownCell(name)}.`,
    line,
    RENAME,
  )
}

/** Names of their own for columns without one, and for the second and later of one name; what was renamed is noted. */
export function tellApart(header: readonly string[], line: number, onNote: OnNote): string[] {
  const taken = new Set(header)
  const seen = new Set<string>()
  return header.map((name, at) => {
    if (name !== '' && !seen.has(name)) {
      seen.add(name)
      return name
    }
    let own = name === '' ? `column ${at + 1}` : `${name} (column ${at + 1})`
    while (taken.has(own)) own += "'"
    taken.add(own)
    if (name !== '')
      onNote({
        kind: 'doubled-column',
        line,
        message: `Several columns are called ${shownCell(name)}; column ${at + 1} is read as ${shownCell(own)}.`,
        next: RENAME,
      })
    return own
  })
}
