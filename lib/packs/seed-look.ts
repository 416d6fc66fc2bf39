import { linesOf } from '#lib/domain/scan-text.ts'
import type { BenchConfig } from '#lib/packs/bench-config.ts'
import { evalOverlap, type Overlap, overlapOfHashes } from '#lib/packs/eval-overlap.ts'
import type { ReadOptions } from '#lib/packs/read-seeds.ts'
import { headOf, type SeedFile, type Texts } from '#lib/packs/seed-parts.ts'
import { attempt, refusal } from '#lib/packs/seed-refusal.ts'
import type { SeedRoot } from '#lib/packs/seed-roots.ts'
import { headerInStatement } from '#lib/packs/told/submission-header.ts'
import { decodeText } from '#lib/tables/decode-text.ts'
import { TableRefusal } from '#lib/tables/table-note.ts'

const HEAD_LINES = 40
const TITLE_LENGTH = 100
/** Lines near the head of a statement that may be a title, whatever marks them: short, and no sentence. */
function titlesIn(statement: string): string[] {
  const titles: string[] = []
  let lines = 0
  for (const line of linesOf(statement)) {
    if (lines++ >= HEAD_LINES) break
    const text = line.trim()
    if (text.length <= TITLE_LENGTH && !/[.!?,:;]$/.test(text)) titles.push(text)
  }
  return titles
}

/** Folders and file names of a path, with and without endings. */
const segmentsOf = (path: string): string[] =>
  path.split('/').flatMap((segment) => [segment, segment.slice(0, endingAt(segment))])
const endingAt = (name: string): number => (name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length)

/** What cannot be read says nothing here; that it cannot be is told by those who need it. */
const headOrEmpty = async (table: SeedFile | null) =>
  (table === null ? null : await attempt([], () => headOf(table))) ?? { header: [], rows: [] }

const TEXT = /\.(?:md|py|txt|rst|html?|json|ya?ml|ipynb)$/i
/** Texts beside the statement that could be the original one; the first of them. */
const TEXTS = 40
const TEXT_BYTES = 128 * 2 ** 10
/** Tables beside those of the task, whose columns may be its own; the first of them. */
const TABLES = 20

/** A text in whatever encoding it was saved; what is in none is read past its broken places. */
async function wordsOf(file: SeedFile['file']): Promise<string> {
  const parts: string[] = []
  try {
    for await (const part of decodeText(file.stream(), () => undefined)) parts.push(part)
    return parts.join('')
  } catch (error) {
    if (error instanceof TableRefusal) return new TextDecoder().decode(await file.read())
    throw error
  }
}

async function writtenIn(found: readonly SeedFile[]): Promise<string[]> {
  const texts: string[] = []
  for (const { path, file } of found.filter((one) => TEXT.test(one.path)).slice(0, TEXTS))
    if (file.bytes <= TEXT_BYTES) texts.push(`${path}\n${await wordsOf(file)}`)
  return texts
}

/** The headers of tables beside those of the task; their rows are of whatever form. */
async function headersBeside(found: readonly SeedFile[], { train, test, sample }: Tables) {
  const own = new Set([train, test, sample].map((table) => table?.path))
  const beside = found.filter(({ path }) => /\.[ct]sv$/i.test(path) && !own.has(path)).slice(0, TABLES)
  const heads = await Promise.all(beside.map(headOrEmpty))
  return heads.map(({ header }) => ({ header, rows: [] }))
}

/** The tables of a seed, as far as they are there. */
type Tables = Readonly<Record<'train' | 'test' | 'sample', SeedFile | null>>

/** The evaluation task that this folder is made of, by everything that could tell it. */
export async function overlapOf(
  root: SeedRoot,
  parts: Texts & Tables,
  config: BenchConfig | null,
  found: readonly SeedFile[],
  { archive, archiveMd5, around }: Look,
): Promise<Overlap | null> {
  const { description, facts, train, test, sample } = parts
  const paths = [...root.paths.keys()]
  const texts = await writtenIn(found)
  // A benchmark lists its files by their MD5 sums, whether they are there or not.
  const listed = texts.flatMap((text) => text.match(/\b[0-9a-f]{32}\b/g) ?? [])
  const known = overlapOfHashes([archiveMd5, ...listed])
  if (known !== null) return known
  const heads = {
    train: await headOrEmpty(train),
    test: await headOrEmpty(test),
    sample: await headOrEmpty(sample),
  }
  return evalOverlap({
    names: [
      ...[archive, ...paths, ...around].flatMap(segmentsOf),
      ...[facts.title, config?.id, config?.name].map((one) => one ?? ''),
      ...titlesIn(description),
    ],
    description: `${description}\n${facts.source ?? ''}\n${facts.attribution ?? ''}`,
    texts,
    files: [...paths, ...around],
    sample: sample === null ? (headerInStatement(description) ?? []) : heads.sample.header,
    tables: [heads.train, heads.test, heads.sample, ...(await headersBeside(found, parts))],
  })
}

export type Look = ReadOptions & {
  /** Every path of an archive with one seed: what lies beside it may tell what it is. */
  around: readonly string[]
}

/** Throws for an evaluation task, or, where the overlap is allowed, says what it is. */
export function judgeOverlap(overlap: Overlap | null, options: ReadOptions, warnings: string[]): void {
  if (overlap === null) return
  const by = overlap.reasons.join('; ')
  if (!options.allowEvalOverlap)
    throw refusal(
      null,
      `This is "${overlap.id}", a task of the MLE-bench-lite evaluation set, by ${by}. Training on it would spoil the evaluation.`,
      'Use another seed, or import it with --allow-eval-overlap, which is recorded.',
    )
  warnings.push(`Overlaps the evaluation task "${overlap.id}", by ${by}; this is recorded with the seed.`)
}
