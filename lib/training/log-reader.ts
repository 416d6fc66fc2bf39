import type { OpenTable } from '#lib/tables/open-table.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, ParsedRun, XColumn } from '#lib/training/parsers/parsed-run.ts'

/** What tells the format of a file: its path, its first bytes, and those as text, from the first character that shows. */
export type Head = {
  path: string
  /** Name of the file in small letters. */
  base: string
  bytes: Uint8Array
  /** Null: not a text. */
  text: string | null
}

export type ReadOptions = { name: string; limits: LogLimits; x: XColumn | null }

/** Files that a trainer or tracker writes, as their name or first bytes tell. */
export type FileWay = {
  by: 'file'
  is(head: Head): boolean
  /** Reads one source: its file, and what belongs to it. */
  read(files: readonly [LogFile, ...LogFile[]], options: ReadOptions): Promise<ParsedLog>
  /** What is one source where it is not each file: those of a folder, or the last of its checkpoints. */
  source?: 'folder' | 'last-checkpoint'
  /** The tracker keeps files of its own beside the log. */
  isTracked?: true
}
/** Rows that are JSON objects, as their keys tell. */
export type RowWay = {
  by: 'row'
  is(row: Record<string, unknown>): boolean
  /** What null says: nothing was logged, or NaN was. */
  nulls: 'missing' | 'nan'
}
/** Tables, as their header tells. */
export type TableWay = {
  by: 'table'
  is(header: readonly string[]): boolean
  read(table: OpenTable, options: { notes: Notes; limits: LogLimits }): Promise<ParsedRun[]>
}

/** The ways in which a format comes, no two of which tell of the same file. */
export type LogReader = readonly (FileWay | RowWay | TableWay)[]

/** True where the first bytes are these characters. */
export const startsWith = ({ bytes }: Pick<Head, 'bytes'>, text: string): boolean =>
  bytes.length >= text.length && [...text].every((char, i) => bytes[i] === char.charCodeAt(0))
