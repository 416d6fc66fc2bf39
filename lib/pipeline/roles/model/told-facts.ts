import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { hashOf } from '#lib/pipeline/canonical.ts'
import { classLabels, type DataFacts } from '#lib/pipeline/data-facts.ts'

/** Facts of the data that a model is told: names that the plan has, and counts. No cell of a table is among them. */
export type ToldFacts = Pick<
  DataFacts,
  'trainRows' | 'testRows' | 'columns' | 'submissionColumns' | 'tables' | 'images' | 'classes'
>

const planned = (spec: Spec, table: string): Set<string> =>
  new Set(['id', ...spec.columns.filter((column) => column.table === table).map(({ name }) => name)])
const tableOf = (file: string): string => file.replace(/\.csv$/, '')
const asked = (spec: Spec): Set<string> => new Set([spec.target.name, ...(classLabels(spec) ?? [])])

/** Names in the data that the plan does not have: a generator could say anything with them. */
export function foreignNames(spec: Spec, { columns, submissionColumns, tables }: DataFacts): string[] {
  const foreign = (names: readonly string[], known: ReadonlySet<string>) =>
    names.filter((name) => !known.has(name))
  return [
    ...foreign(columns, planned(spec, 'main')),
    ...foreign(submissionColumns, asked(spec)),
    ...tables.flatMap(({ file, columns: own }) => foreign(own, planned(spec, tableOf(file)))),
  ]
}

export function toldFacts(spec: Spec, facts: DataFacts): ToldFacts {
  const known = (names: readonly string[], set: ReadonlySet<string>) => names.filter((name) => set.has(name))
  const tables = new Set(spec.columns.map(({ table }) => table))
  return {
    trainRows: facts.trainRows,
    testRows: facts.testRows,
    columns: known(facts.columns, planned(spec, 'main')),
    submissionColumns: known(facts.submissionColumns, asked(spec)),
    tables: facts.tables
      .filter(({ file }) => tables.has(tableOf(file)))
      .map(({ file, rows, columns }) => ({
        file,
        rows,
        columns: known(columns, planned(spec, tableOf(file))),
      })),
    images: facts.images,
    classes: facts.classes,
  }
}

export type SampleLines = {
  told: string[] /** A model's text with the real lines in place of the told ones. */
  restore: (text: string) => string
}

/** First lines of the sample submission as a model may see them: rows that are not there, put right in its text. */
export function sampleFor(spec: Spec, facts: DataFacts): SampleLines {
  const { submissionColumns } = toldFacts(spec, facts)
  const isLabel = METRIC_FACTS[spec.metric].submission === 'label'
  const cell = isLabel ? (classLabels(spec)?.[0] ?? '0') : '0.5'
  const rows = facts.sampleLines.slice(1).filter((line) => line !== '')
  const idOf = (at: number) => `${hashOf(`sample/${at}`).slice(0, 7)}f`
  const told = rows.map((_, at) => [idOf(at), ...submissionColumns.map(() => cell)].join(','))
  const restore = (text: string) =>
    rows.reduce(
      (whole, line, at) =>
        whole.replaceAll(told[at] ?? line, line).replaceAll(idOf(at), line.split(',')[0] ?? ''),
      text,
    )
  return { told: [['id', ...submissionColumns].join(','), ...told], restore }
}
