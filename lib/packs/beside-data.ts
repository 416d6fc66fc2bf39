import { keyByName } from '#lib/packs/child-table.ts'
import type { Table } from '#lib/packs/read-table.ts'

type Around = {
  header: readonly string[]
  sample: readonly string[]
  idColumn: string
  target: string
  /** How many tables one that explains columns may explain. */
  tables: number
}
type Further = Pick<Table, 'header' | 'rows' | 'count'> & { path: string }

const SUBMISSION =
  /(?:sample|example|gender|benchmark|baseline)[ _-]?submission|submission[ _-]?(?:sample|example|format)/
/** A table of this name, where it has no key, is about the task and not of it. */
const ABOUT =
  /^(?:public|private)?[ _-]?(?:leader[ _-]?board|baselines?|benchmarks?|read[ _-]?me|licen[cs]es?)$/
const TEAM = /^team[ _-]?(?:id|name)?$/
const PLACE = /^(?:(?:public|private)[ _-]?)?(?:score|rank|place)$/
/** So many columns of train.csv must be explained before a table is one of explanations. */
const EXPLAINED = 0.5

const plain = (names: readonly string[]) => names.map((name) => name.trim().toLowerCase())
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase()
const stemOf = (path: string) => baseOf(path).replace(/\.csv$/, '')

/** True for a name that tables about a task have, whatever appears in them. */
export const isNamedBeside = (stem: string): boolean => SUBMISSION.test(stem) || ABOUT.test(stem)

/** A form of an answer has the id, something that is predicted, and nothing else. */
function isAnswer(header: readonly string[], { sample, idColumn }: Around): boolean {
  const asked = new Set(plain(sample))
  const names = plain(header)
  return names.includes(idColumn.toLowerCase()) && names.length > 1 && names.every((name) => asked.has(name))
}

const isLeaderboard = (names: readonly string[]): boolean =>
  names.some((name) => TEAM.test(name)) && names.some((name) => PLACE.test(name))

/** True where one column lists the columns of the task, each about once for each table. */
function explainsColumns({ header, rows, count }: Further, around: Around): boolean {
  const data = plain(around.header)
  return header.some((_, at) => {
    const cells = plain(rows.map((row) => row[at] ?? ''))
    const listed = new Set(cells)
    const explained = data.filter((name) => listed.has(name)).length
    return explained > 1 && explained >= EXPLAINED * data.length && count <= around.tables * listed.size
  })
}

/**
 * Why a further table of a seed is not part of its data, to stand behind "as it": another answer, a leaderboard,
 * scores of baselines, an explanation of columns. Null for data: by its content first, and by its name only where it
 * has no key.
 */
export function besideData(table: Further, around: Around): string | null {
  const stem = stemOf(table.path)
  if (isAnswer(table.header, around)) return 'has the columns of a submission'
  if (SUBMISSION.test(stem)) return 'is named as a submission'
  if (explainsColumns(table, around)) return 'explains columns'
  if (keyByName(table.header, around) !== null) return null
  if (isLeaderboard(plain(table.header))) return 'is a leaderboard'
  return ABOUT.test(stem) ? 'is named as a table about the task and shares no column with train.csv' : null
}
