import type { Dna } from '#lib/domain/artefacts/dna.ts'

/** A table of a seed: header, and the cells of its first rows as strings. */
export type SampledTable = { header: readonly string[]; rows: readonly (readonly string[])[] }
export type ColumnKind = keyof Dna['columnTypes']
export type ColumnProfile = {
  name: string
  kind: ColumnKind
  levels: number
  missing: number
  repeats: number
}

const EMPTY = new Set(['', 'na', 'nan', 'null', 'none', '?'])
/** What programs write for nothing; "none" in small letters is a word, and a level like others. */
export const isEmpty = (cell: string): boolean => {
  const trimmed = cell.trim()
  return trimmed !== 'none' && EMPTY.has(trimmed.toLowerCase())
}
const DATE = /^\d{4}-\d{1,2}(-\d{1,2})?([ T]\d|$)|^\d{1,2}\/\d{1,2}\/\d{2,4}$/
const PATH = /\.(png|jpe?g|gif|bmp|tiff?|webp|wav|flac|mp3|ogg)$/i
/** Rows that are looked at for a column's kind: enough to be sure, cheap on large files. */
const SAMPLE_ROWS = 5000

const share = (values: readonly string[], test: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

function kindOf(filled: readonly string[], levels: number): ColumnKind {
  if (share(filled, (value) => PATH.test(value)) > 0.9) return 'path'
  if (share(filled, (value) => DATE.test(value)) > 0.9) return 'date'
  if (filled.length > 0 && share(filled, (value) => Number.isFinite(Number(value))) > 0.95) return 'numeric'
  const words = filled.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / Math.max(1, filled.length)
  return words >= 2.5 && levels > 0.4 * filled.length ? 'text' : 'categorical'
}

/** What each column of a table is, by looking at its cells. */
export function profileColumns(table: SampledTable): ColumnProfile[] {
  const rows = table.rows.slice(0, SAMPLE_ROWS)
  return table.header.map((name, index) => {
    const cells = rows.map((row) => row[index]?.trim() ?? '')
    const filled = cells.filter((cell) => !isEmpty(cell))
    const levels = new Set(filled).size
    const missing = cells.length === 0 ? 0 : 1 - filled.length / cells.length
    return {
      name,
      kind: kindOf(filled, levels),
      levels,
      missing,
      repeats: levels === 0 ? 0 : filled.length / levels,
    }
  })
}

/** The values of a column with their counts, empty ones left out. */
export function filledValues(values: ReadonlyMap<string, number>): Map<string, number> {
  const filled = new Map<string, number>()
  for (const [value, count] of values) {
    const cell = value.trim()
    if (!isEmpty(cell)) filled.set(cell, (filled.get(cell) ?? 0) + count)
  }
  return filled
}
