import type { MetricColumns } from '#lib/training/metric-chunk.ts'
import { roleOf } from '#lib/training/parsers/column-roles.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { LogLimits, ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { buildRun, type Entry, type RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { toNumber, toStep } from '#lib/training/parsers/to-number.ts'

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

/** Run and metric of a column. Names of runs may hold the separator, names of metrics hardly do. */
function columnOf(name: string): { run: string; metric: string } {
  const at = name.lastIndexOf(SEPARATOR)
  return { run: name.slice(0, at), metric: name.slice(at + SEPARATOR.length) }
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

/** Reads a panel: one run for each name before the separator. */
export async function readPanel(
  header: readonly string[],
  rows: AsyncIterable<{ cells: string[]; number: number }>,
  { notes, limits }: { notes: Notes; limits: LogLimits },
): Promise<ParsedRun[]> {
  const columns = header.slice(1).map(columnOf)
  const budget = { points: limits.points }
  const builders = new Map<string, RunBuilder>()
  for (const { run } of columns)
    if (!builders.has(run) && builders.size < limits.runs)
      builders.set(run, buildRun({ notes, limits, budget }))
  for await (const { cells, number } of rows) {
    const step = toStep(cells[0])
    if (step === null) {
      notes.add(
        'bad-step',
        `row ${number}`,
        `"${(cells[0] ?? '').slice(0, 60)}" is no whole step; the row is left out.`,
        'Export the panel with Step as its x axis.',
      )
      continue
    }
    const byRun = new Map<string, Entry[]>()
    for (const [index, { run, metric }] of columns.entries()) {
      const cell = cells[index + 1]?.trim() ?? ''
      const value = cell === '' || metric.replace(EXTREME, '') === '_step' ? null : toNumber(cell)
      if (value === null) {
        if (cell !== '' && toNumber(cell) === null)
          notes.add('text', `row ${number}`, 'A cell is no number; it is left out.', 'Export numbers.')
        continue
      }
      const entries = byRun.get(run)
      if (entries) entries.push([metric, value])
      else byRun.set(run, [[metric, value]])
    }
    for (const [run, entries] of byRun) builders.get(run)?.add(step, null, entries)
  }
  const runs: ParsedRun[] = []
  for (const [name, builder] of builders) {
    const run = { name, config: {}, tags: {}, ...builder.finish() }
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
