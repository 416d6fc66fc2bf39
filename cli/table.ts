// Names and titles come from strangers: a terminal must not obey what they contain.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g

/** Text without control characters, as one line. */
export const plain = (value: unknown): string =>
  value === null || value === undefined ? '-' : String(value).replace(CONTROL, ' ')

/** `1 file`, `2 files`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

/** Text of several lines without control characters other than tabs and the ends of its lines. */
export const plainLines = (text: string): string =>
  text
    .split(/\r\n|\n|\r/)
    .map((line) => line.split('\t').map(plain).join('\t'))
    .join('\n')

/** Aligned columns with a heading; `nothing` when there are no rows. */
export function table<K extends string>(
  rows: readonly Readonly<Record<K, unknown>>[],
  columns: readonly K[],
  nothing: string,
): string {
  if (rows.length === 0) return nothing
  const cells = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => plain(row[column]))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `name  value` lines. */
export function facts(pairs: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length))
  return Object.entries(pairs)
    .map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`)
    .join('\n')
}
