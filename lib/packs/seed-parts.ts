import { unstorableIn } from '#lib/domain/text.ts'
import { SEED_LIMITS } from '#lib/packs/archive-limits.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import { readFacts } from '#lib/packs/read-facts.ts'
import { readHead, readHeader, readTable, type Table } from '#lib/packs/read-table.ts'
import type { SeedFacts } from '#lib/packs/seed-facts.ts'
import { attempt, Refusal, refusal, type SeedProblem } from '#lib/packs/seed-refusal.ts'
import type { SeedRoot } from '#lib/packs/seed-roots.ts'
import { decodeText } from '#lib/tables/decode-text.ts'
import { type OnNote, type TableNote, TableRefusal } from '#lib/tables/table-note.ts'

/** A file of a seed by its path inside the seed. */
export type SeedFile = { path: string; file: ArchiveFile }
/** What people wrote about a seed. */
export type Texts = { description: string; facts: SeedFacts; config: string | null }
/** The files that make a folder a seed. */
export type Parts = Texts & { train: SeedFile; test: SeedFile; sample: SeedFile }

const KIB = 2 ** 10

/** A text of a person, in whatever encoding it was saved; what was told by detection becomes a warning. */
export async function readText(
  { path, file }: SeedFile,
  most: number,
  fix: string,
  warnings: string[],
): Promise<string> {
  if (file.bytes > most) throw refusal(path, `${path} has more than ${most / KIB} KiB.`, fix)
  const notes = tableNotes(path, warnings)
  const parts: string[] = []
  try {
    for await (const part of decodeText(file.stream(), notes.onNote)) parts.push(part)
  } catch (error) {
    if (error instanceof TableRefusal) throw refusalOf(path, 'text', error)
    throw error
  }
  notes.tell()
  const text = parts.join('')
  const bad = unstorableIn(text)
  if (bad === null) return text
  throw refusal(path, `${path} holds ${bad}.`, 'Save it as UTF-8 text without that character.')
}

const STATEMENT = /^(?:description|readme|overview|statement)\.(?:md|txt)$/i
/** True for the file of a seed, by its path inside it, that describes the task. */
export const isStatement = (path: string): boolean => STATEMENT.test(path)
/** The file that shows the form of a submission. */
export const SAMPLE = /^(?:sample_?submission|gender_submission|submission_?sample|submission_?format)\.csv$/i

const PACKED = /\.(?:zip|gz|bz2|xz|zst|7z|rar|tar|tgz)$/i
const OTHER_FORM = /\.(?:tsv|txt|xlsx?|parquet|feather|json|jsonl|arff|dta|sav|rds|ods)$/i

/** A file that holds what is missed, packed or in another form; in words. */
export function nearMiss(paths: readonly string[], name: string): { reason: string; fix: string } | null {
  const stem = name.slice(0, name.lastIndexOf('.')).toLowerCase()
  const bases = paths.map((path) => ({ path, base: path.slice(path.lastIndexOf('/') + 1).toLowerCase() }))
  const packed = bases.find(
    ({ base }) => PACKED.test(base) && [stem, name].some((known) => base.replace(PACKED, '') === known),
  )
  if (packed !== undefined)
    return {
      reason: `${packed.path} lies there packed in place of ${name}.`,
      fix: `Unpack ${packed.path}, and pack the folder again.`,
    }
  const other = bases.find(({ base }) => OTHER_FORM.test(base) && base.replace(OTHER_FORM, '') === stem)
  if (other !== undefined)
    return { reason: `${other.path} lies there in place of ${name}.`, fix: `Save ${other.path} as ${name}.` }
  const archive = bases.find(({ base }) => PACKED.test(base))
  if (archive === undefined) return null
  return {
    reason: `${name} is missing; ${archive.path} lies there packed and may hold it.`,
    fix: `Unpack ${archive.path}, and pack the folder again.`,
  }
}

/** Finds a part of a seed among its files; where it is missing, that joins the problems. */
async function need(
  files: readonly SeedFile[],
  pattern: RegExp,
  { name, fix }: { name: string; fix: string },
  problems: SeedProblem[],
): Promise<SeedFile | null> {
  return attempt(problems, () => {
    const found = files.find(({ path }) => pattern.test(path))
    if (found !== undefined) return found
    const near = nearMiss(
      files.map(({ path }) => path),
      name,
    )
    throw refusal(name, near?.reason ?? `${name} is missing.`, near?.fix ?? fix)
  })
}

/** Reads what people wrote about a seed; null where it cannot be read, and then why joins the problems. */
async function readTexts(
  files: readonly SeedFile[],
  kind: SeedRoot['kind'],
  problems: SeedProblem[],
  warnings: string[],
): Promise<Texts | null> {
  const find = (pattern: RegExp) => files.find(({ path }) => pattern.test(path)) ?? null
  const small = 'Keep only the facts of the task in it.'
  const textOf = (file: SeedFile | null, most: number, fix: string) =>
    attempt(problems, () => (file === null ? null : readText(file, most, fix, warnings)))
  const asked = { name: 'description.md', fix: 'Describe the task in it.' }
  const description = await textOf(
    await need(files, STATEMENT, asked, problems),
    SEED_LIMITS.statementBytes,
    'Describe the task only, and put data into files of their own.',
  )
  const stated = await textOf(find(/^seed\.json$/i), SEED_LIMITS.factsBytes, small)
  const facts = await attempt(problems, () => (stated === null ? {} : readFacts(stated)))
  const config = kind === 'mle-bench' ? find(/^config\.yaml$/) : null
  const configText = await textOf(config, SEED_LIMITS.factsBytes, small)
  return description === null || facts === null ? null : { description, facts, config: configText }
}

/** The texts of a seed without data; throws a Refusal that names all that is missing or wrong. */
export async function textsOf(
  files: readonly SeedFile[],
  kind: SeedRoot['kind'],
  warnings: string[],
): Promise<Texts> {
  const problems: SeedProblem[] = []
  const texts = await readTexts(files, kind, problems, warnings)
  if (problems.length > 0 || texts === null) throw new Refusal(problems)
  return texts
}

/** Finds the parts of a seed and reads its texts; throws a Refusal that names all that is missing or wrong. */
export async function readParts(
  files: readonly SeedFile[],
  root: SeedRoot,
  warnings: string[],
): Promise<Parts> {
  const problems: SeedProblem[] = []
  const fix =
    root.kind === 'mle-bench'
      ? "Prepare the competition's data first and put prepared/public beside config.yaml."
      : `Add it to the folder "${root.folder || '.'}".`
  const texts = await readTexts(files, root.kind, problems, warnings)
  const train = await need(files, /^train\.csv$/i, { name: 'train.csv', fix }, problems)
  const test = await need(files, /^test\.csv$/i, { name: 'test.csv', fix }, problems)
  const sample = await need(files, SAMPLE, { name: 'sample_submission.csv', fix }, problems)
  if (problems.length > 0 || texts === null || train === null || test === null || sample === null)
    throw new Refusal(problems)
  return { ...texts, train, test, sample }
}

/** A refusal of the table reader as one of this file. */
function refusalOf(path: string, what: 'table' | 'text', { message, next }: TableRefusal): Refusal {
  const itself = 'The file '
  const reason = message.startsWith(itself)
    ? `${path} ${message.slice(itself.length)}`
    : `${path} is not a readable ${what}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  return refusal(path, reason, next)
}

async function orRefuse<T>(
  { path, file }: SeedFile,
  read: (pieces: AsyncIterable<Uint8Array>) => Promise<T>,
) {
  if (file.bytes > SEED_LIMITS.tableBytes)
    throw refusal(
      path,
      `${path} is larger than ${SEED_LIMITS.tableBytes / 2 ** 20} MiB.`,
      'Keep a random sample of its rows; a seed is read for its structure.',
    )
  try {
    return await read(file.stream())
  } catch (error) {
    if (error instanceof TableRefusal) throw refusalOf(path, 'table', error)
    throw error
  }
}

/** Column names of a table of a seed; throws a Refusal where it is none. */
export const headerOf = (table: SeedFile): Promise<string[]> => orRefuse(table, readHeader)

/** Column names and first rows of a table of a seed; throws a Refusal where it is none. */
export const headOf = (table: SeedFile): Promise<Pick<Table, 'header' | 'rows'>> => orRefuse(table, readHead)

/** A whole table of a seed, read piece by piece; throws a Refusal where it is none. */
export const tableOf = (table: SeedFile, counted: string | null, onNote: OnNote): Promise<Table> =>
  orRefuse(table, (pieces) => readTable(pieces, counted, onNote))

/** Notes about a table as warnings: each kind once, with how often it came. */
export function tableNotes(path: string, warnings: string[]): { onNote: OnNote; tell(): void } {
  const kinds = new Map<string, { note: TableNote; count: number }>()
  return {
    onNote(note) {
      const known = kinds.get(note.kind)
      if (known === undefined) kinds.set(note.kind, { note, count: 1 })
      else known.count++
    },
    tell() {
      for (const { note, count } of kinds.values())
        warnings.push(
          `${path}: ${note.message} ${note.next}${count > 1 ? ` (and ${count - 1} more like it)` : ''}`,
        )
    },
  }
}
