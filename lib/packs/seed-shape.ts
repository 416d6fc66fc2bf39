import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import type { BenchConfig } from '#lib/packs/bench-config.ts'
import { besideData } from '#lib/packs/beside-data.ts'
import { type ChildTable, keyByName, perParent } from '#lib/packs/child-table.ts'
import { cut } from '#lib/packs/cut-name.ts'
import type { ParsedSeed } from '#lib/packs/read-seeds.ts'
import { DISTINCT, type Table } from '#lib/packs/read-table.ts'
import { headersOf } from '#lib/packs/seed-columns.ts'
import {
  doubtsOfColumns,
  doubtsOfIds,
  doubtsOfTarget,
  doubtsOfTest,
  doubtsOfTrainIds,
} from '#lib/packs/seed-doubts.ts'
import { isPicture, modalityOf, taskTypeOf, taskTypeOfMetric } from '#lib/packs/seed-facts.ts'
import { metricOf } from '#lib/packs/seed-metric.ts'
import { headerOf, type Parts, type SeedFile, tableNotes, tableOf } from '#lib/packs/seed-parts.ts'
import { attempt, problemsOf, Refusal, type SeedProblem } from '#lib/packs/seed-refusal.ts'

export type Shape = Pick<ParsedSeed, 'modality' | 'taskType' | 'metric' | 'direction' | 'target' | 'idColumn'>
/** The tables that a seed's DNA is read from. */
export type SeedTables = { train: Table; testRows: number; children: readonly ChildTable[] }
/** Tables beside those that make a folder a seed. */
const furtherTables = (files: readonly SeedFile[], parts: Parts): SeedFile[] =>
  files.filter((file) => /\.csv$/i.test(file.path) && ![parts.train, parts.test, parts.sample].includes(file))

/** A whole table; what its dialect left to be told becomes warnings. */
async function noted(table: SeedFile, counted: string | null, warnings: string[]): Promise<Table> {
  const notes = tableNotes(table.path, warnings)
  const read = await tableOf(table, counted, notes.onNote)
  notes.tell()
  return read
}

/** What a further table is compared with. */
type Around = { train: Table; sample: Table; idColumn: string; target: string; tables: number }

/**
 * A further table that can be read; null where it is not part of the data, with a word to the uploader. One that cannot be
 * read costs itself.
 */
async function readChild(
  child: SeedFile,
  around: Around,
  dropped: Set<string>,
  warnings: string[],
): Promise<ChildTable | null> {
  const { train, sample, idColumn, target, tables } = around
  try {
    const parent = { header: train.header, idColumn, target }
    const key = keyByName(await headerOf(child), parent)
    const table = await noted(child, key, warnings)
    const beside = besideData({ path: child.path, ...table }, { ...parent, sample: sample.header, tables })
    if (beside === null) return { header: table.header, perParent: perParent(table, train) }
    warnings.push(`${child.path} is not read as data of the task, as it ${beside}.`)
  } catch (error) {
    dropped.add(child.path)
    for (const { reason, fix } of problemsOf(error))
      warnings.push(`${child.path} is left out, as it is not a table that can be used: ${reason} ${fix}`)
  }
  return null
}

/** Columns of a table of pictures that name no picture, and are neither id nor target. */
function besidePictures({ header, rows }: Table, known: readonly string[]): string[] {
  const namesPictures = (at: number) => rows.slice(0, 20).some((row) => isPicture(row[at] ?? ''))
  return header.filter((name, at) => !known.includes(name) && !namesPictures(at))
}

/** A seed of pictures and of a table is read as one of them: its uploader hears as which. */
function tellMixed(shape: Shape, train: Table, warnings: string[]): void {
  const beside = besidePictures(train, [shape.idColumn, shape.target])
  if (shape.modality !== 'image' || beside.length < 2) return
  const names = beside.slice(0, 5).map(cut).join(', ')
  warnings.push(
    `It has pictures and ${beside.length} further columns (${names}${beside.length > 5 ? ', ...' : ''}): it is read as a task of pictures with columns beside them. To use its table alone, state "modality": "tabular" in seed.json.`,
  )
}

/**
 * What kind of task a seed is, as its seed.json states it or its tables show it. Reads one table after the other;
 * `dropped` are further tables that are not tables.
 */
export async function inferShape(
  parts: Parts,
  files: readonly SeedFile[],
  config: BenchConfig | null,
  warnings: string[],
): Promise<{ shape: Shape; tables: SeedTables; dropped: ReadonlySet<string> }> {
  const { facts } = parts
  const { headers, target, idColumn } = await headersOf(parts, warnings)
  const problems: SeedProblem[] = []
  const train = await attempt(problems, () => noted(parts.train, target, warnings))
  const test = await attempt(problems, () => noted(parts.test, idColumn, warnings))
  const sample = await attempt(problems, () => noted(parts.sample, idColumn, warnings))
  if (train === null || test === null || sample === null || problems.length > 0) throw new Refusal(problems)
  warnings.push(
    ...doubtsOfTarget(train, target),
    ...doubtsOfColumns('train.csv', train.header),
    ...doubtsOfTrainIds(train, idColumn),
    ...doubtsOfTest(train.header, test.header, idColumn),
    ...doubtsOfIds(test, sample, { sampleName: parts.sample.path, most: DISTINCT }),
  )
  const dropped = new Set<string>()
  const children: ChildTable[] = []
  const further = furtherTables(files, parts)
  const around = { train, sample, idColumn, target, tables: further.length + 1 }
  for (const one of further) {
    const child = await readChild(one, around, dropped, warnings)
    if (child !== null) children.push(child)
  }
  const predictions = headers.sample.filter((name) => name !== idColumn).length
  const statement = `${config?.grader ?? ''} ${parts.description}`
  const taskType =
    facts.taskType ??
    taskTypeOfMetric(facts.metric, train.values) ??
    taskTypeOf(train.values, predictions, statement)
  const metric = metricOf(parts, config, taskType, warnings)
  const paths = files.map(({ path }) => path).filter((path) => !dropped.has(path))
  const shape: Shape = {
    modality:
      facts.modality ??
      modalityOf(
        paths,
        train,
        test,
        children.map(({ header }) => header),
      ),
    taskType,
    metric,
    direction: facts.direction ?? METRIC_FACTS[metric].direction,
    target,
    idColumn,
  }
  if (facts.modality === undefined) tellMixed(shape, train, warnings)
  return {
    shape,
    tables: { train, testRows: test.count, children },
    dropped,
  }
}
