import type { ImportNote } from '#lib/contracts/imports.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'
import type { SniffedFile } from '#lib/training/parsers/plan-sources.ts'

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** What SQLite keeps beside a database, by the path of the database. */
type Beside = { wals: Map<string, LogFile>; journals: Map<string, LogFile> }

/** Pairs -wal files and journals with their databases. */
export function besideDatabases(files: readonly SniffedFile[]): Beside {
  const beside: Beside = { wals: new Map(), journals: new Map() }
  for (const { file, sniffed } of files) {
    const database = file.path.replace(/-(?:wal|journal)$/, '')
    if (sniffed.kind === 'sqlite-wal') beside.wals.set(database, file)
    if (sniffed.kind === 'sqlite-journal') beside.journals.set(database, file)
  }
  return beside
}

/** Why files of SQLite are not read: without their database, or in the middle of a change. */
export function refusedOfSqlite({ wals, journals }: Beside, files: readonly SniffedFile[]): ImportNote[] {
  const databases = new Set(
    files.flatMap(({ file, sniffed }) =>
      sniffed.kind === 'marked' && sniffed.format === 'trackio' ? [file.path] : [],
    ),
  )
  const note = (file: string, message: string, next: string): ImportNote => ({
    file,
    where: null,
    message,
    next,
  })
  const again = 'Copy it again while nothing writes to it.'
  return [
    ...[...wals].flatMap(([database, { path }]) =>
      databases.has(database)
        ? []
        : note(
            path,
            `It holds rows for the database ${baseOf(database)}, which was not sent.`,
            'Send both in one zip.',
          ),
    ),
    ...[...journals].map(([database, { path }]) =>
      databases.has(database)
        ? note(database, `It was copied in the middle of a change: ${baseOf(path)} lies beside it.`, again)
        : note(
            path,
            `It is a journal of the database ${baseOf(database)}, not the database.`,
            'Send the database.',
          ),
    ),
  ]
}
