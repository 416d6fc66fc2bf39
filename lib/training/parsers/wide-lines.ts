import { isProcess } from '#lib/training/parsers/column-roles.ts'
import type { Found } from '#lib/training/parsers/row-look.ts'
import type { RunBuilder } from '#lib/training/parsers/run-builder.ts'

/** A column that tells lines apart, some of its values, where the second line begins, and what helps. */
export type ToldLines = { column: string; values: string[]; where: string; next: string }
/** Watches a wide table for what tells several runs, processes, or parts of the data apart. */
export type WideLines = {
  see(step: number, found: Found, where: string, builder: Pick<RunBuilder, 'has'>): void
  told(): ToldLines | null
}

/**
 * `text`: any column of texts. `process`: a number of the process that logs, by its column or what stands before a
 * printed line. `pid`: what a restart changes.
 */
type Kind = 'text' | 'process' | 'pid'
type Sign = { name: string; text: string; kind: Kind }
type Column = {
  kind: Kind
  rows: number
  values: Set<string>
  differs: string
  isShared: boolean
  last: string
  /** Where a value stands again after another one. */
  returns: string
  /** Metrics by the first value beside which they were logged; `mixes`: one stands beside several. */
  metrics: Map<string, string>
  mixes: boolean
}
const COLUMNS = 50
const VALUES = 1100
const TEXT_VALUES = 100
const STEPS = 200_000
const METRICS = 500
const SHOWN = 4
const TEXT_LENGTH = 200

const newColumn = (kind: Kind): Column => ({
  kind,
  rows: 0,
  values: new Set(),
  differs: '',
  isShared: false,
  last: '',
  returns: '',
  metrics: new Map(),
  mixes: false,
})

/** What a row says of where it comes from. */
const signsOf = ({ texts, entries, printedBy }: Found): Sign[] => [
  ...texts.map(([name, text]): Sign => ({ name, text: text.slice(0, TEXT_LENGTH), kind: 'text' })),
  ...entries.flatMap(([name, value]): Sign[] =>
    isProcess(name) && Number.isInteger(value) && value >= 0
      ? [{ name, text: String(value), kind: 'process' }]
      : [],
  ),
  ...(printedBy === undefined ? [] : [printedBy]),
]

function keep(column: Column, { name, text }: Sign, { entries }: Found, where: string): void {
  column.rows++
  if (text !== column.last && column.values.has(text)) column.returns ||= where
  if (column.values.size <= VALUES) column.values.add(text)
  column.last = text
  for (const [metric] of column.mixes ? [] : entries) {
    const first = column.metrics.get(metric)
    if (first === undefined && column.metrics.size < METRICS) column.metrics.set(metric, text)
    else if (first !== undefined && first !== text && metric !== name) column.mixes = true
  }
}

/** Processes are counted from 0; numbers that are not are some measure of that name. */
const areCounted = (values: ReadonlySet<string>): boolean =>
  Array.from({ length: values.size }, (_, at) => String(at)).every((one) => values.has(one))

/** Where a column tells lines apart; '' where it does not. */
function apartAt({ kind, rows, values, differs, isShared, returns, mixes }: Column): string {
  if (values.size < 2) return ''
  if (kind === 'process') return areCounted(values) ? differs || (mixes ? returns : '') : ''
  const comesAgain = values.size <= TEXT_VALUES && rows >= 2 * values.size
  if (isShared || !comesAgain) return ''
  return kind === 'pid' && returns === '' ? '' : differs
}

const NEXT: Record<Kind, string> = {
  text: 'Call that column "run" if its values are runs, or put them into the names of the metrics.',
  process:
    'Keep the lines of one process, or call that column "run" to have each as a run; give it another name if it is a metric.',
  pid: 'Keep the lines of one process, or save those of each in a file of its own.',
}

/**
 * A column tells lines apart where every value that a metric has again at its step stands beside another text, and the
 * texts come again in many rows. A clock that is a text differs everywhere; the host of a resumed run is the same text
 * wherever a step is logged twice by it. Processes of one training log by turns: their numbers tell lines apart also
 * where no step is logged twice.
 */
export function wideLines(): WideLines {
  const columns = new Map<string, Column>()
  const firstAt = new Map<number, ReadonlyMap<string, string>>()
  const columnOf = ({ name, kind }: Sign): Column | null => {
    const held = columns.get(name)
    if (held || columns.size >= COLUMNS) return held ?? null
    const made = newColumn(kind)
    columns.set(name, made)
    return made
  }
  const compare = (signs: readonly Sign[], step: number, where: string) => {
    const before = firstAt.get(step)
    if (before === undefined) return
    for (const sign of signs) {
      const column = columnOf(sign)
      if (column === null) continue
      if (before.get(sign.name) === sign.text) column.isShared = true
      else column.differs ||= where
    }
  }
  return {
    see(step, found, where, builder) {
      const signs = signsOf(found)
      if (signs.length === 0) return
      for (const sign of signs) {
        const column = columnOf(sign)
        if (column !== null) keep(column, sign, found, where)
      }
      const isAgain = found.entries.some(([name]) => !isProcess(name) && builder.has(name, step))
      if (isAgain) compare(signs, step, where)
      else if (firstAt.size < STEPS && !firstAt.has(step))
        firstAt.set(step, new Map(signs.map(({ name, text }) => [name, text])))
    },
    told() {
      for (const [column, held] of columns) {
        const where = apartAt(held)
        if (where !== '')
          return { column, values: [...held.values].slice(0, SHOWN), where, next: NEXT[held.kind] }
      }
      return null
    },
  }
}
