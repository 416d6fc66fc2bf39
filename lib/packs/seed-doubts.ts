import { cut } from '#lib/packs/cut-name.ts'
import type { Table } from '#lib/packs/read-table.ts'
import { isNumberWord, kindOfNumeral } from '#lib/tables/numerals.ts'
import { shownCell } from '#lib/tables/table-note.ts'

/** Of the filled cells of a target, so many are numbers where the others are likely slips. */
const NUMERIC_SHARE = 0.8
const INDEX = /^Unnamed: \d{1,4}(?:\.\d{1,4})?$/

const rowsInWords = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

/** What is odd about the values of a target: none at all, words for nothing, texts among numbers. */
export function doubtsOfTarget({ values }: Pick<Table, 'values'>, target: string): string[] {
  const doubts: string[] = []
  const name = cut(target)
  const empty = values.get('') ?? 0
  if (empty > 0)
    doubts.push(
      `${rowsInWords(empty)} of train.csv ${empty === 1 ? 'has' : 'have'} no "${name}". Leave out rows without an answer.`,
    )
  const filled = [...values].filter(([value]) => value !== '')
  const missing = filled.filter(([value]) => isNumberWord(value))
  for (const [value, count] of missing)
    doubts.push(
      `${shownCell(value)} appears in "${name}" in ${rowsInWords(count)} and is read as a value of its own. Leave out rows without an answer.`,
    )
  const texts = filled.filter(([value]) => !isNumberWord(value) && kindOfNumeral(value) === 'text')
  const countOf = (some: readonly (readonly [string, number])[]) => some.reduce((sum, [, n]) => sum + n, 0)
  const numbers = countOf(filled) - countOf(missing) - countOf(texts)
  const [text] = texts
  if (text !== undefined && numbers > 0 && numbers >= NUMERIC_SHARE * (numbers + countOf(texts)))
    doubts.push(
      `${shownCell(text[0])} stands among the numbers of "${name}", so that each value of it is a class. Correct that row if "${name}" is a number.`,
    )
  return doubts
}

/** Columns that are likely the numbers of rows, as pandas writes them. */
export function doubtsOfColumns(path: string, header: readonly string[]): string[] {
  const at = header.findIndex((name) => name === '' || INDEX.test(name))
  if (at === -1) return []
  const name = header[at] ?? ''
  const column = name === '' ? `column ${at + 1}, which has no name,` : `the column "${cut(name)}"`
  return [
    `${path}: ${column} is read as data. If it only counts the rows, leave it out (pandas: index=False).`,
  ]
}

type Ids = Pick<Table, 'values' | 'count'>

const sameId = (table: string, id: string): string =>
  `${table} has several rows with the id ${shownCell(id)}. Give each row an id of its own.`

/** Rows of train.csv that share an id, among those that were kept of it. */
export function doubtsOfTrainIds(
  { header, rows }: Pick<Table, 'header' | 'rows'>,
  idColumn: string,
): string[] {
  const at = header.indexOf(idColumn)
  if (at === -1) return []
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row[at] ?? '', (counts.get(row[at] ?? '') ?? 0) + 1)
  const twice = [...counts].find(([, count]) => count > 1)
  return twice === undefined ? [] : [sameId('train.csv', twice[0])]
}

/** Where the rows that are asked for are not those of test.csv. Tables of very many ids are not compared. */
export function doubtsOfIds(
  test: Ids,
  sample: Ids,
  { sampleName, most }: { sampleName: string; most: number },
) {
  if (test.values.size >= most || sample.values.size >= most) return []
  const doubts: string[] = []
  const twice = [...test.values].find(([, count]) => count > 1)
  if (twice !== undefined) doubts.push(sameId('test.csv', twice[0]))
  const more = [...sample.values.keys()].filter((id) => !test.values.has(id))
  const fewer = [...test.values.keys()].filter((id) => !sample.values.has(id))
  const say = (ids: readonly string[]) => (ids.length === 1 ? '1 id' : `${ids.length} ids`)
  if (more.length > 0)
    doubts.push(
      `${sampleName} asks for ${say(more)} that test.csv does not have (${shownCell(more[0] ?? '')}${more.length > 1 ? ', ...' : ''}). Write ids in both in the same way.`,
    )
  if (fewer.length > 0)
    doubts.push(
      `${sampleName} does not ask for ${say(fewer)} of test.csv (${shownCell(fewer[0] ?? '')}${fewer.length > 1 ? ', ...' : ''}). List every row of test.csv.`,
    )
  return doubts
}

/** Columns of test.csv that nothing can be learned of. */
export function doubtsOfTest(train: readonly string[], test: readonly string[], idColumn: string): string[] {
  const unknown = test.filter((name) => name !== idColumn && !train.includes(name))
  if (unknown.length === 0) return []
  const names = unknown.slice(0, 5).map((name) => `"${cut(name)}"`)
  return [
    `test.csv has ${names.join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}, which train.csv does not have. Give both tables the same columns.`,
  ]
}
