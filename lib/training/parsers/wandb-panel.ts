import type { OpenTable } from '#lib/tables/open-table.ts'
import type { MetricColumns } from '#lib/training/metric-chunk.ts'
import { roleOf } from '#lib/training/parsers/column-roles.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { LogLimits, ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { buildRun, type Entry, type RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { isMissing, toNumber, toStep } from '#lib/training/parsers/to-number.ts'

const SEPARATOR = ' - '
const EXTREME = /__(MIN|MAX)$/

/** True for the header of a W&B panel: an x axis, then `<run> - <metric>` and its lowest and highest. */
export function isPanel(header: readonly string[]): boolean {
  const names = header.slice(1)
  return (
    names.length > 0 &&
    names.every((name) => name.includes(SEPARATOR)) &&
    (names.some((name) => EXTREME.test(name)) || roleOf(header[0] ?? '').role === 'step')
  )
}

type Column = { run: string; metric: string }

/**
 * Run and metric of each column. Names of runs may hold the separator, names of metrics hardly do. Runs that share a
 * name are told apart by their place: the second column of one metric belongs to the second run of that name.
 */
function columnsOf(names: readonly string[], notes: Notes): Column[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const at = name.lastIndexOf(SEPARATOR)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    const run = name.slice(0, at)
    if (count > 1)
      notes.add(
        `same-name:${run}`,
        null,
        `Several runs are called ${JSON.stringify(run.slice(0, 100))}; they are told apart by the order of their columns: "${run.slice(0, 80)}", "${run.slice(0, 80)} (2)", ...`,
        'Give the runs names of their own in W&B, or import their .wandb files, which hold their ids.',
      )
    return { run: count === 1 ? run : `${run} (${count})`, metric: name.slice(at + SEPARATOR.length) }
  })
}

const isSame = (a: MetricColumns, b: MetricColumns): boolean =>
  a.values.length === b.values.length &&
  a.values.every((value, i) => Object.is(value, b.values[i]) && a.steps[i] === b.steps[i])

/** Lowest and highest of a bucket say something only where they differ from its value. */
function dropEqualExtremes(run: ParsedRun): void {
  for (const { series } of run.segments)
    for (const [key, columns] of series) {
      const plain = EXTREME.test(key) ? series.get(key.replace(EXTREME, '')) : undefined
      if (plain !== undefined && isSame(columns, plain)) series.delete(key)
    }
}

function entriesOf(cells: readonly string[], columns: readonly Column[], notes: Notes, line: number) {
  const byRun = new Map<string, Entry[]>()
  for (const [index, { run, metric }] of columns.entries()) {
    const cell = cells[index + 1] ?? ''
    if (isMissing(cell) || metric.replace(EXTREME, '') === '_step') continue
    const value = toNumber(cell)
    if (value === null) {
      const said = JSON.stringify(cell.slice(0, 60))
      notes.add('text', `line ${line}`, `${said} is not a number; it is left out.`, 'Export numbers.')
      continue
    }
    const entries = byRun.get(run)
    if (entries) entries.push([metric, value])
    else byRun.set(run, [[metric, value]])
  }
  return byRun
}

/** Reads a panel: one run for each name before the separator, and for each further column of that name. */
export async function readPanel(
  { header, rows }: Pick<OpenTable, 'header' | 'rows'>,
  { notes, limits }: { notes: Notes; limits: LogLimits },
): Promise<ParsedRun[]> {
  const columns = columnsOf(header.slice(1), notes)
  const budget = { points: limits.points }
  const builders = new Map<string, RunBuilder>()
  for (const { run } of columns)
    if (!builders.has(run) && builders.size < limits.runs)
      builders.set(run, buildRun({ notes, limits, budget }))
  for await (const { cells, line } of rows) {
    const step = toStep(cells[0])
    if (step === null) {
      notes.add(
        'bad-step',
        `line ${line}`,
        `${JSON.stringify((cells[0] ?? '').slice(0, 60))} is not a whole step; the row is left out.`,
        'Export the panel with Step as its x axis.',
      )
      continue
    }
    for (const [run, entries] of entriesOf(cells, columns, notes, line))
      builders.get(run)?.add(step, null, entries)
  }
  const runs: ParsedRun[] = []
  for (const [name, builder] of builders) {
    const run = { name, identity: null, config: {}, tags: {}, ...builder.finish() }
    dropEqualExtremes(run)
    if (run.segments.length > 0) runs.push(run)
  }
  if (runs.length > 0)
    notes.add(
      'sampled',
      null,
      'W&B exports a sample of a panel, not every step.',
      'Import the wandb-history parquet file for every step.',
    )
  return runs
}
