import { isEpoch } from '#lib/training/parsers/column-roles.ts'
import type { XColumn } from '#lib/training/parsers/parsed-run.ts'
import type { Entry } from '#lib/training/parsers/run-builder.ts'

/** Looks at rows that have no step: which of their columns could be x. */
export type XSurvey = {
  see(entries: readonly Entry[]): void
  readonly rows: number
  /** The column that is x without anybody's word: the epoch, where nothing else counts in whole numbers. */
  choice(): XColumn | null
  /** Columns that only rise, as a person may choose among them. */
  rising(): string[]
}

type Column = {
  name: string
  count: number
  last: number
  isWhole: boolean
  rises: boolean
  changes: boolean
  /** Metrics of the rows with the last value: two rows of one value must not share one. */
  names: Set<string>
  isShared: boolean
}
const COLUMNS = 500
const NAMED = 8

function update(column: Column, value: number, entries: readonly Entry[], isAsked: boolean): void {
  column.count++
  if (!Number.isSafeInteger(value)) column.isWhole = false
  if (!(value >= column.last)) column.rises = false
  if (value !== column.last) {
    if (column.count > 1) column.changes = true
    column.names.clear()
  }
  column.last = value
  if (!isAsked) return
  for (const [name] of entries) {
    if (name === column.name) continue
    if (column.names.has(name)) column.isShared = true
    column.names.add(name)
  }
}

export function surveyX(): XSurvey {
  const columns = new Map<string, Column>()
  let rows = 0
  const columnOf = (name: string): Column | null => {
    const held = columns.get(name)
    // A column that begins later is not in every row.
    if (held || rows > 1 || columns.size >= COLUMNS) return held ?? null
    const last = Number.NEGATIVE_INFINITY
    const made = { name, count: 0, last, isWhole: true, rises: true, changes: false }
    const column = { ...made, names: new Set<string>(), isShared: false }
    columns.set(name, column)
    return column
  }
  const rising = () =>
    [...columns.values()].filter(
      ({ count, rises, changes }) => count === rows && rises && (changes || rows === 1),
    )
  return {
    see(entries) {
      rows++
      for (const [name, value] of entries) {
        const column = columnOf(name)
        if (column !== null) update(column, value, entries, isEpoch(name))
      }
    },
    get rows() {
      return rows
    },
    choice() {
      const all = rising()
      const epoch = all.find(({ name }) => isEpoch(name))
      if (epoch === undefined || (rows === 1 && !epoch.isWhole)) return null
      const whole =
        rows === 1 ? all.filter(({ name }) => isEpoch(name)) : all.filter(({ isWhole }) => isWhole)
      if (epoch.isWhole)
        return whole.length === 1 && !epoch.isShared ? { name: epoch.name, isCounted: false } : null
      return whole.length === 0 && !epoch.isShared ? { name: epoch.name, isCounted: true } : null
    },
    rising: () =>
      rising()
        .filter(({ changes }) => changes)
        .slice(0, NAMED)
        .map(({ name }) => name),
  }
}
