import { isAppError } from '#lib/domain/errors.ts'
import {
  type Direction,
  METRIC_FACTS,
  type Metric,
  type Modality,
  type TaskType,
} from '#lib/domain/vocabulary.ts'
import { type BenchConfig, readBenchConfig } from '#lib/packs/bench-config.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { evalOverlap } from '#lib/packs/eval-overlap.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import {
  type Csv,
  cells,
  DEFAULT_METRIC,
  MAX_TABLE_BYTES,
  metricIn,
  modalityOf,
  readCsv,
  SeedFacts,
  taskTypeOf,
} from '#lib/packs/seed-facts.ts'
import { findSeedRoots, type SeedRoot } from '#lib/packs/seed-roots.ts'

export type SeedFileContent = { path: string; bytes: number; sha256: string; content: Uint8Array }

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
  files: SeedFileContent[]
  contentHash: string
  /** Id of the evaluation task that this seed is made of, where the overlap was allowed. */
  evalOverlap: string | null
}
export type RefusedFolder = { folder: string; file: string | null; reason: string; fix: string }
export type SeedReading = {
  seeds: ParsedSeed[]
  refused: RefusedFolder[]
  warnings: { folder: string; message: string }[]
}

class Refusal extends Error {
  readonly file: string | null
  readonly fix: string
  constructor(file: string | null, reason: string, fix: string) {
    super(reason)
    this.file = file
    this.fix = fix
  }
}

const text = (content: Uint8Array): string => new TextDecoder('utf-8').decode(content)

/** A slug from a title or folder name; never empty. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.slice(0, 60).replace(/^-+|-+$/g, '') || 'seed'
}

/**
 * Reads every seed task of an archive: folders like a competition's download (statement, train.csv, test.csv,
 * sample submission) and competition folders of MLE-bench. Good folders are kept; bad ones are named with file,
 * reason and fix. Tasks of the evaluation set are refused unless `allowEvalOverlap`.
 */
export async function readSeeds(
  files: readonly ArchiveFile[],
  options: { allowEvalOverlap: boolean },
): Promise<SeedReading> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const { roots, orphans } = findSeedRoots([...byPath.keys()])
  const reading: SeedReading = { seeds: [], refused: [], warnings: [] }
  for (const root of roots) {
    try {
      const { seed, warnings } = await readSeed(root, byPath, options)
      reading.seeds.push(seed)
      reading.warnings.push(...warnings.map((message) => ({ folder: root.folder, message })))
    } catch (error) {
      reading.refused.push(asRefusal(root.folder, error))
    }
  }
  for (const folder of orphans) reading.refused.push(orphan(folder, roots.length))
  if (roots.length > 0)
    reading.refused = reading.refused.filter((one) => one.folder !== '' || one.file !== null)
  return reading
}

function asRefusal(folder: string, error: unknown): RefusedFolder {
  if (error instanceof Refusal) return { folder, file: error.file, reason: error.message, fix: error.fix }
  if (!isAppError(error)) throw error
  const file = typeof error.meta.file === 'string' ? error.meta.file : null
  return { folder, file, reason: error.publicMessage, fix: 'Repair the file and upload again.' }
}

const orphan = (folder: string, roots: number): RefusedFolder => ({
  folder,
  file: null,
  reason:
    roots === 0 ? 'No seed task found: there is no train.csv.' : 'Not a seed task: there is no train.csv.',
  fix: 'A seed folder has description.md, train.csv, test.csv and sample_submission.csv.',
})

async function readSeed(
  root: SeedRoot,
  byPath: ReadonlyMap<string, ArchiveFile>,
  options: { allowEvalOverlap: boolean },
): Promise<{ seed: ParsedSeed; warnings: string[] }> {
  const files: SeedFileContent[] = []
  for (const [path, local] of root.paths) {
    const content = await byPath.get(path)?.read()
    if (content !== undefined)
      files.push({ path: local, bytes: content.length, sha256: sha256(content), content })
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const warnings: string[] = []
  const parts = requireParts(files, root)
  const name = root.folder.split('/').at(-1) ?? ''
  const config =
    root.kind === 'mle-bench' ? readBenchConfig(text(parts.config?.content ?? new Uint8Array())) : null
  const facts = parts.facts === null ? {} : readFacts(parts.facts)
  const overlap = evalOverlap({
    names: [name, facts.title ?? '', config?.id ?? '', config?.name ?? '', headingOf(parts.description)],
    description: parts.description,
  })
  if (overlap !== null && !options.allowEvalOverlap)
    throw new Refusal(
      null,
      `This is "${overlap}", a task of the MLE-bench-lite evaluation set: training on it would spoil the evaluation.`,
      'Use another seed, or import it with --allow-eval-overlap, which is recorded.',
    )
  if (overlap !== null)
    warnings.push(`Overlaps the evaluation task "${overlap}"; this is recorded with the seed.`)
  const shape = inferShape(parts, facts, config, files, warnings)
  const title = facts.title ?? config?.name ?? (headingOf(parts.description) || name || 'Seed task')
  const seed: ParsedSeed = {
    folder: root.folder,
    slug: slugOf(name || title),
    title: title.slice(0, 120),
    ...shape,
    description: parts.description,
    source: facts.source ?? (config?.id ? `MLE-bench: ${config.id}` : 'upload'),
    licence: facts.licence ?? 'not stated',
    attribution: facts.attribution ?? '',
    files,
    contentHash: sha256(files.map((file) => `${file.sha256}  ${file.path}\n`).join('')),
    evalOverlap: overlap,
  }
  if (seed.licence === 'not stated') warnings.push('No licence stated; add "licence" to seed.json.')
  return { seed, warnings }
}

type Parts = {
  description: string
  facts: SeedFileContent | null
  config: SeedFileContent | null
  train: Csv
  test: Csv
  sample: Csv
  sampleName: string
}

function requireParts(files: readonly SeedFileContent[], root: SeedRoot): Parts {
  const find = (pattern: RegExp) => files.find((file) => pattern.test(file.path)) ?? null
  const need = (pattern: RegExp, name: string, fix: string): SeedFileContent => {
    const file = find(pattern)
    if (file === null) throw new Refusal(name, `${name} is missing.`, fix)
    return file
  }
  const dataFix =
    root.kind === 'mle-bench'
      ? "Prepare the competition's data first and put prepared/public beside config.yaml."
      : `Add it to the folder "${root.folder || '.'}".`
  const statement = need(
    /^(description|readme|overview|statement)\.(md|txt)$/i,
    'description.md',
    'Describe the task in it.',
  )
  const train = need(/^train\.csv$/i, 'train.csv', dataFix)
  const test = need(/^test\.csv$/i, 'test.csv', dataFix)
  const sample = need(
    /^(sample_?submission|gender_submission|submission_?sample|submission_?format)\.csv$/i,
    'sample_submission.csv',
    dataFix,
  )
  return {
    description: text(statement.content),
    facts: find(/^seed\.json$/),
    config: find(/^config\.yaml$/),
    train: table(train),
    test: table(test),
    sample: table(sample),
    sampleName: sample.path,
  }
}

function table(file: SeedFileContent): Csv {
  if (file.bytes > MAX_TABLE_BYTES)
    throw new Refusal(
      file.path,
      `${file.path} is larger than ${MAX_TABLE_BYTES / 2 ** 20} MiB.`,
      'Keep a random sample of its rows; a seed is read for its structure.',
    )
  try {
    const csv = readCsv(text(file.content))
    if (csv.rows.length === 0) throw new Error('it has a header and no rows')
    return csv
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable'
    throw new Refusal(
      file.path,
      `${file.path} is not a readable table: ${reason}.`,
      'Save it as CSV with a header line, commas and UTF-8.',
    )
  }
}

function readFacts(file: SeedFileContent): SeedFacts {
  const raw = (() => {
    try {
      return JSON.parse(text(file.content)) as unknown
    } catch {
      throw new Refusal(
        'seed.json',
        'seed.json is not JSON.',
        'Compare it with the seed.json of a bundled seed.',
      )
    }
  })()
  const parsed = SeedFacts.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'seed.json'
  throw new Refusal(
    'seed.json',
    `seed.json: ${where}: ${issue?.message ?? 'not valid'}.`,
    'Correct or remove that entry.',
  )
}

const headingOf = (markdown: string): string => /^#\s+(.+)$/m.exec(markdown)?.[1]?.trim() ?? ''

type Shape = Pick<ParsedSeed, 'modality' | 'taskType' | 'metric' | 'direction' | 'target' | 'idColumn'>

function inferShape(
  parts: Parts,
  facts: SeedFacts,
  config: BenchConfig | null,
  files: readonly SeedFileContent[],
  warnings: string[],
): Shape {
  const { train, test, sample } = parts
  const idColumn = facts.idColumn ?? sample.header[0] ?? ''
  for (const [name, csv] of [
    ['test.csv', test],
    [parts.sampleName, sample],
  ] as const)
    if (!csv.header.includes(idColumn))
      throw new Refusal(
        name,
        `${name} has no id column "${idColumn}".`,
        'Name the id column in seed.json as "idColumn".',
      )
  const target = facts.target ?? inferTarget(parts, idColumn)
  if (!train.header.includes(target))
    throw new Refusal(
      'train.csv',
      `train.csv has no column "${target}".`,
      'Name the target column in seed.json as "target".',
    )
  if (test.header.includes(target))
    throw new Refusal(
      'test.csv',
      `test.csv holds the target "${target}".`,
      'Remove that column from test.csv.',
    )
  const statement = `${config?.grader ?? ''} ${parts.description}`
  const predictions = sample.header.filter((name) => name !== idColumn).length
  const taskType = facts.taskType ?? taskTypeOf(cells(train, target), predictions, statement)
  const metric = facts.metric ?? chooseMetric(config, parts.description, taskType, warnings)
  if (!(METRIC_FACTS[metric].tasks as readonly TaskType[]).includes(taskType))
    throw new Refusal(
      'seed.json',
      `The metric ${metric} does not fit a ${taskType} task.`,
      'Correct "metric" or "taskType" in seed.json.',
    )
  const children = files
    .filter(
      (file) => /\.csv$/i.test(file.path) && !/^(train|test|[a-z_]*submission[a-z_]*)\.csv$/i.test(file.path),
    )
    .map(table)
  return {
    modality:
      facts.modality ??
      modalityOf(
        files.map((file) => file.path),
        train,
        test,
        children,
      ),
    taskType,
    metric,
    direction: facts.direction ?? METRIC_FACTS[metric].direction,
    target,
    idColumn,
  }
}

function inferTarget(parts: Parts, idColumn: string): string {
  const onlyTrain = parts.train.header.filter(
    (name) => !parts.test.header.includes(name) && name !== idColumn,
  )
  const asked = onlyTrain.filter((name) => parts.sample.header.includes(name))
  if (asked.length > 1)
    throw new Refusal(
      parts.sampleName,
      `The submission asks for several targets (${asked.join(', ')}).`,
      'Keep one target, named in seed.json as "target".',
    )
  const target = asked[0] ?? (onlyTrain.length === 1 ? onlyTrain[0] : undefined)
  if (target === undefined)
    throw new Refusal(
      'train.csv',
      'Which column is the target? No single column of train.csv is missing in test.csv.',
      'Name it in seed.json as "target".',
    )
  return target
}

function chooseMetric(
  config: BenchConfig | null,
  description: string,
  taskType: TaskType,
  warnings: string[],
): Metric {
  const stated = metricIn(config?.grader ?? '', taskType) ?? metricIn(description, taskType)
  if (stated !== null) return stated
  const fallback = DEFAULT_METRIC[taskType]
  const named = config?.grader
    ? `The metric "${config.grader}" is not supported`
    : 'No known metric is stated'
  warnings.push(`${named}; ${fallback} is used. State "metric" in seed.json to choose another.`)
  return fallback
}
