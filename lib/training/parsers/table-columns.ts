import { isEpoch, plainName, roleOf } from '#lib/training/parsers/column-roles.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { XColumn } from '#lib/training/parsers/parsed-run.ts'
import { toStep, toTimeMs } from '#lib/training/parsers/to-number.ts'

/** Names that pandas gives to the numbers of its rows, in a CSV and in parquet. */
const INDEX = /^(?:Unnamed: \d{1,4}(?:\.\d{1,4})?|__index_level_\d__)$/
const CLOCK = '_timestamp'
const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

type Kind = 'plain' | 'index' | 'clock' | 'nameless'
/** A row of a table as the row reader takes it; cells that hold nothing are not in it. */
export type RowOfTable = (cells: readonly unknown[]) => [name: string, value: unknown][]

const isEmpty = (cell: unknown): boolean => typeof cell === 'string' && cell.trim() === ''
const counts = (name: string): boolean => roleOf(name).role === 'step' || isEpoch(name)

function truthOf(name: string, cell: unknown): unknown {
  const { role } = roleOf(name)
  if (typeof cell !== 'string' || (role !== 'value' && role !== 'metric-value')) return cell
  return TRUTH.get(cell.trim().toLowerCase()) ?? cell
}

function tell(kind: Exclude<Kind, 'plain'>, name: string, at: number, notes: Notes): void {
  const shown = JSON.stringify(name.slice(0, 60))
  if (kind === 'index')
    notes.add(
      `index:${name}`,
      `column ${at + 1}`,
      `${/^\D/.test(name) && INDEX.test(name) ? `The column ${shown}` : 'A column without a name'} counts the rows; it is left out.`,
      'Give it a name of its own if it is a metric.',
    )
  else if (kind === 'nameless')
    notes.add(
      `nameless:${name}`,
      `column ${at + 1}`,
      `A column without a name is read as ${shown}.`,
      'Name it in the header.',
    )
  else
    notes.add(
      'clock',
      name,
      `The columns that end in "${CLOCK}" are read as the clock of the metric beside them.`,
      'Nothing is lost.',
    )
}

/**
 * Tells what is not a metric in a table: the numbers of rows that pandas writes, the clock that SwanLab writes beside each
 * metric, truth values. `header` are the names as they stand, `names` those that tell columns apart.
 */
export function tableColumns(
  header: readonly string[],
  names: readonly string[],
  { notes, x }: { notes: Notes; x: XColumn | null | undefined },
): RowOfTable {
  const all = new Set(names)
  const chosen = x === null || x === undefined ? null : plainName(x.name)
  // Without another count the numbers of the rows may be chosen as x.
  const hasCount = chosen !== null || names.some(counts)
  const kindOf = (name: string, at: number): Kind => {
    if (plainName(name) === chosen) return 'plain'
    if (hasCount && (INDEX.test(name) || (at === 0 && header[at] === ''))) return 'index'
    if (header[at] === '') return 'nameless'
    return name.endsWith(CLOCK) && all.has(name.slice(0, -CLOCK.length)) ? 'clock' : 'plain'
  }
  const kinds = names.map(kindOf)
  const seen = new Set<number>()
  const told = new Set<string>()
  const tellOnce = (kind: Kind, at: number) => {
    const key = kind === 'clock' ? kind : `${kind} ${at}`
    if (kind === 'plain' || told.has(key)) return
    told.add(key)
    tell(kind, names[at] ?? '', at, notes)
  }
  /** Numbers of rows are whole: the first cell of a column decides. */
  const settled = (at: number, cell: unknown): Kind => {
    const kind = kinds[at] ?? 'plain'
    if (kind !== 'index' || seen.has(at)) return kind
    seen.add(at)
    if (toStep(cell) === null) kinds[at] = header[at] === '' ? 'nameless' : 'plain'
    return kinds[at] ?? 'plain'
  }
  return (cells) => {
    const row: [string, unknown][] = []
    for (const [at, cell] of cells.entries()) {
      const name = names[at]
      if (name === undefined || isEmpty(cell)) continue
      const kind = settled(at, cell)
      const isTime = kind === 'clock' && toTimeMs(cell) !== null
      if (kind !== 'clock' || isTime) tellOnce(kind, at)
      if (isTime) row.push(['timestamp', cell])
      else if (kind !== 'index') row.push([name, truthOf(name, cell)])
    }
    return row
  }
}
