import type { ToldFacts } from '#lib/domain/artefacts/told-dna.ts'
import { linesOf, trimOf } from '#lib/domain/scan-text.ts'
import type { Direction, Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'
import { SEED_LIMITS } from '#lib/packs/archive-limits.ts'
import { type BenchConfig, readBenchConfig } from '#lib/packs/bench-config.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { overlapOfHashes } from '#lib/packs/eval-overlap.ts'
import { copiesAmong } from '#lib/packs/file-copies.ts'
import { judgeForeignFiles } from '#lib/packs/foreign-kinds.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import { type Digests, digestOf, refusePointers } from '#lib/packs/seed-digests.ts'
import { judgeOverlap, type Look, overlapOf } from '#lib/packs/seed-look.ts'
import {
  nearMiss,
  type Parts,
  readParts,
  SAMPLE,
  type SeedFile,
  type Texts,
  textsOf,
} from '#lib/packs/seed-parts.ts'
import { asRefusals, type RefusedFolder } from '#lib/packs/seed-refusal.ts'
import { findSeedRoots, type SeedRoot } from '#lib/packs/seed-roots.ts'
import { inferShape, type SeedTables, type Shape } from '#lib/packs/seed-shape.ts'
import { refuseUnreadSounds } from '#lib/packs/seed-sounds.ts'
import { isDefinition, readTold } from '#lib/packs/told/read-told.ts'

/** A seed task as it was read: facts stated or inferred, and its public files, sorted by path. */
export type ParsedSeed = {
  folder: string
  slug: string
  title: string
  modality: Modality
  taskType: TaskType
  metric: Metric
  direction: Direction
  target: string
  idColumn: string
  description: string
  source: string
  licence: string
  attribution: string
  files: { path: string; bytes: number; sha256: string }[]
  contentHash: string
  /** Id of the evaluation task that this seed is made of, where the overlap was allowed. */
  evalOverlap: string | null
}
/** What a seed's DNA is read from: its tables, or, where its data are not there, what it says of itself. */
export type SeedOrigin = { kind: 'measured'; tables: SeedTables } | { kind: 'told'; facts: ToldFacts }
export type ReadSeed = {
  seed: ParsedSeed
  origin: SeedOrigin
  /** The files of the seed, to be read once more; in the order of `seed.files`. */
  contents: readonly SeedFile[]
  warnings: string[]
}
/** A folder that is not a seed, with everything that is wrong in it. */
export type RefusedSeed = { refused: RefusedFolder[] }
/** The folders of an archive: each is read when it is asked for, so that one is in memory at a time. */
export type SeedFolders = {
  folders: { folder: string; read(): Promise<ReadSeed | RefusedSeed> }[]
  /** What is not a seed, or is left out. */
  refused: RefusedFolder[]
}

/** A slug from a title or folder name; never empty. */
export function slugOf(name: string): string {
  const plain = name
    .slice(0, 1000)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return trimOf(plain.slice(0, 60), '-') || 'seed'
}

export type ReadOptions = {
  allowEvalOverlap: boolean
  /** Name of the uploaded file: downloads are often named by nothing else. */
  archive: string
  /** MD5 of the uploaded file, as the benchmark lists it for each download; '' where nobody took it. */
  archiveMd5: string
}

/**
 * Finds the seed tasks of an archive: folders like a competition's download (statement, train.csv, test.csv, sample
 * submission) and competition folders of MLE-bench. Good folders are read; bad ones are named with file, reason and
 * fix. Tasks of the evaluation set are refused unless `allowEvalOverlap`.
 */
export function findSeeds(files: readonly ArchiveFile[], options: ReadOptions): SeedFolders {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const { roots, orphans } = findSeedRoots([...byPath.keys()])
  const look = { ...options, around: roots.length === 1 ? [...byPath.keys()] : [] }
  const folders = roots.slice(0, SEED_LIMITS.folders).map((root) => ({
    folder: root.folder,
    read: () =>
      readSeed(root, byPath, look).catch(
        (error: unknown): RefusedSeed => ({ refused: asRefusals(root.folder, error) }),
      ),
  }))
  const inside = Map.groupBy(byPath.keys(), (path) => path.slice(0, Math.max(path.lastIndexOf('/'), 0)))
  const named = orphans.map((folder) => orphan(folder, inside.get(folder) ?? [], roots.length))
  // Loose files beside seed folders, a README say, are not folder that failed.
  const refused = roots.length > 0 ? named.filter(({ folder }) => folder !== '') : named
  return { folders, refused: [...tooMany(roots.length), ...refused, ...unread(files, roots)] }
}

/** What is not unpacked and belongs to no seed: the seeds beside it are read, and it is named. */
function unread(files: readonly ArchiveFile[], roots: readonly SeedRoot[]): RefusedFolder[] {
  const ofSeeds = new Set(roots.flatMap(({ paths }) => [...paths].map(([from]) => from)))
  const all = files
    .filter(({ path }) => !ofSeeds.has(path))
    .flatMap(({ path, refusal }) =>
      refusal === undefined ? [] : asRefusals(path.slice(0, Math.max(path.lastIndexOf('/'), 0)), refusal),
    )
  const named = all.slice(0, SEED_LIMITS.folders)
  const more = all.length - named.length
  const reason = `${more} more files are not unpacked.`
  return more === 0 ? named : [...named, { folder: '.', file: null, reason, fix: 'Repair the others first.' }]
}

const tooMany = (roots: number): RefusedFolder[] =>
  roots <= SEED_LIMITS.folders
    ? []
    : [
        {
          folder: '.',
          file: null,
          reason: `The archive has ${roots} task folders; the first ${SEED_LIMITS.folders} are read.`,
          fix: 'Upload the others in another archive.',
        },
      ]

function orphan(folder: string, own: readonly string[], roots: number): RefusedFolder {
  const near = nearMiss(own, 'train.csv')
  const what = roots === 0 ? 'No seed task found' : 'Not a seed task'
  return {
    folder,
    file: null,
    reason: `${what}: ${near === null ? 'there is no train.csv.' : near.reason}`,
    fix: near?.fix ?? 'A seed folder has description.md, train.csv, test.csv and sample_submission.csv.',
  }
}

/** The files of a seed by their path inside it; where two archive files have one path, the first. */
function contentsOf(root: SeedRoot, byPath: ReadonlyMap<string, ArchiveFile>): SeedFile[] {
  const contents = new Map<string, ArchiveFile>()
  for (const [from, path] of root.paths) {
    const file = byPath.get(from)
    if (file !== undefined && !contents.has(path)) contents.set(path, file)
  }
  return [...contents].map(([path, file]) => ({ path, file })).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What a desktop or an editor keeps beside a file is not another table of the task. */
function withoutCopies(contents: readonly SeedFile[], warnings: string[]): SeedFile[] {
  const copies = copiesAmong(contents.map(({ path }) => path))
  for (const [copy, original] of copies)
    warnings.push(
      `${copy} is named as a copy of ${original}; it is left out. Rename it if it belongs to the task.`,
    )
  return contents.filter(({ path }) => !copies.has(path))
}

type Asked = ({ kind: 'measured' } & Parts) | ({ kind: 'told'; sample: SeedFile | null } & Texts)

async function partsOf(root: SeedRoot, found: readonly SeedFile[], warnings: string[]): Promise<Asked> {
  const paths = found.map(({ path }) => path)
  if (!isDefinition(root.kind, paths))
    return { kind: 'measured', ...(await readParts(found, root, warnings)) }
  const sample = found.find(({ path }) => SAMPLE.test(path)) ?? null
  return { kind: 'told', sample, ...(await textsOf(found, root.kind, warnings)) }
}

async function originOf(
  parts: Asked,
  found: readonly SeedFile[],
  config: BenchConfig | null,
  warnings: string[],
): Promise<{ shape: Shape; origin: SeedOrigin; dropped: ReadonlySet<string> }> {
  if (parts.kind === 'told') {
    const { shape, told } = await readTold(parts, found, config, warnings)
    return { shape, origin: { kind: 'told', facts: told }, dropped: new Set() }
  }
  const paths = found.map(({ path }) => path)
  judgeForeignFiles(paths, parts.facts.modality !== undefined, warnings)
  const { tables, ...rest } = await inferShape(parts, found, config, warnings)
  return { ...rest, origin: { kind: 'measured', tables } }
}

async function readSeed(
  root: SeedRoot,
  byPath: ReadonlyMap<string, ArchiveFile>,
  options: Look,
): Promise<ReadSeed> {
  const warnings: string[] = []
  const found = withoutCopies(contentsOf(root, byPath), warnings)
  const parts = await partsOf(root, found, warnings)
  const { description, facts } = parts
  const name = root.folder.split('/').at(-1) ?? ''
  const config = root.kind === 'mle-bench' ? readBenchConfig(parts.config ?? '') : null
  const heading = headingOf(description)
  const bySight = await overlapOf(root, { train: null, test: null, ...parts }, config, found, options)
  judgeOverlap(bySight, options, warnings)
  const { shape, origin, dropped } = await originOf(parts, found, config, warnings)
  const contents = found.filter(({ path }) => !dropped.has(path))
  if (shape.modality === 'audio' && origin.kind === 'measured') await refuseUnreadSounds(contents)
  const digests: Digests[] = []
  for (const one of contents) digests.push(await digestOf(one))
  refusePointers(digests)
  const byBytes = bySight === null ? overlapOfHashes(digests.map(({ md5 }) => md5)) : null
  judgeOverlap(byBytes, options, warnings)
  const files = digests.map(({ file }) => file)
  const title = facts.title ?? config?.name ?? (heading || name || 'Seed task')
  const seed: ParsedSeed = {
    folder: root.folder,
    slug: slugOf(name || title),
    title: title.slice(0, 120),
    ...shape,
    description,
    source: facts.source ?? (config?.id ? `MLE-bench: ${config.id.slice(0, 200)}` : 'upload'),
    licence: facts.licence ?? 'not stated',
    attribution: facts.attribution ?? '',
    files,
    contentHash: sha256(files.map((file) => `${file.sha256}  ${file.path}\n`).join('')),
    evalOverlap: (bySight ?? byBytes)?.id ?? null,
  }
  if (seed.licence === 'not stated') warnings.push('No licence stated; add "licence" to seed.json.')
  return { seed, origin, contents, warnings }
}

/** The first heading of a statement. */
function headingOf(markdown: string): string {
  for (const line of linesOf(markdown))
    if (/^#\s/.test(line)) {
      const heading = line.slice(1).trim()
      if (heading !== '') return heading
    }
  return ''
}
