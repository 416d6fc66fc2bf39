import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import { Data, Line, Prose } from '#lib/domain/text.ts'
import type { ShownFile } from '#lib/pipeline/review/shown-files.ts'

const QUOTE_LIMIT = 400
const WORDS_LIMIT = 1_000
const LONGEST_RANGE = 40
const Words = Prose.trim().min(1).max(WORDS_LIMIT)

/** A finding in the form that a model has to give it. */
export const RawFinding = z.object({
  criterion: z.enum(REVIEW_CRITERIA),
  file: Line.trim().min(1).max(200),
  line: z.int().min(1),
  lineTo: z.int().min(1),
  column: Line.trim().min(1).max(60).nullish().default(null),
  quote: Data.trim().min(2).max(QUOTE_LIMIT),
  consequence: Words,
  repair: Words,
})
export type RawFinding = z.infer<typeof RawFinding>

const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function cellsOf(line: string): string[] {
  try {
    const [record] = parse(line, { relax_column_count: true, relax_quotes: true }) as string[][]
    return record ?? []
  } catch {
    return []
  }
}

/** The text at one cell of a table; null where there is no such column or row. */
function cellAt({ lines }: ShownFile, line: number, column: string): string | null {
  const at = cellsOf(lines[0] ?? '').indexOf(column)
  if (at === -1 || line === 1) return null
  return cellsOf(lines[line - 1] ?? '')[at] ?? null
}

/**
 * Whether the quoted text stands where a finding says: at the lines of a shown file, or in the cell of a table's row.
 * White space may differ in length, as models break long lines; nothing else may.
 */
export function isAnchored(finding: RawFinding, files: readonly ShownFile[]): boolean {
  const { line, lineTo, column, quote } = finding
  const file = files.find(({ path }) => path === finding.file)
  if (!file || lineTo < line || lineTo - line >= LONGEST_RANGE || lineTo > file.lines.length) return false
  if (column === null) return spaced(file.lines.slice(line - 1, lineTo).join('\n')).includes(spaced(quote))
  const cell = file.isTable && line === lineTo ? cellAt(file, line, column) : null
  return cell !== null && spaced(cell) === spaced(quote)
}

export type SortedFindings = {
  findings: RawFinding[]
  /** Refused, by reason; none of them is kept as a finding. */
  unanchored: number
  malformed: number
  repeated: number
}

/** At most so many are kept of one reading. */
export const MOST_FINDINGS = 12
const keyOf = ({ criterion, file, line, quote }: Pick<RawFinding, 'criterion' | 'file' | 'line' | 'quote'>) =>
  JSON.stringify([criterion, file, line, spaced(quote)])

/** Sorts what a model said into findings that can be checked and counts of what was refused. */
export function sortFindings(
  said: readonly unknown[],
  files: readonly ShownFile[],
  known: readonly Pick<RawFinding, 'criterion' | 'file' | 'line' | 'quote'>[] = [],
): SortedFindings {
  const seen = new Set(known.map(keyOf))
  const sorted: SortedFindings = { findings: [], unanchored: 0, malformed: 0, repeated: 0 }
  for (const one of said) {
    const parsed = RawFinding.safeParse(one)
    if (!parsed.success || sorted.findings.length === MOST_FINDINGS) sorted.malformed++
    else if (!isAnchored(parsed.data, files)) sorted.unanchored++
    else if (seen.has(keyOf(parsed.data))) sorted.repeated++
    else {
      seen.add(keyOf(parsed.data))
      sorted.findings.push(parsed.data)
    }
  }
  return sorted
}
