import type { ImportNote } from '#lib/contracts/imports.ts'
import { type AppError, isAppError } from '#lib/domain/errors.ts'
import type { LogFormat } from '#lib/domain/log-formats.ts'
import { ROW_WAYS, TABLE_WAYS } from '#lib/training/format-ways.ts'
import type { ReadOptions } from '#lib/training/log-reader.ts'
import { readConsoleLog } from '#lib/training/parsers/console-log.ts'
import { readCsvLog } from '#lib/training/parsers/csv-log.ts'
import { readJsonlLog } from '#lib/training/parsers/jsonl-log.ts'
import { withoutCopies } from '#lib/training/parsers/log-copies.ts'
import {
  countPoints,
  LOG_LIMITS,
  type LogFile,
  type LogLimits,
  type ParsedLog,
  type ParsedRun,
  type XColumn,
} from '#lib/training/parsers/parsed-run.ts'
import { planSources, type Source, type SourcePlan } from '#lib/training/parsers/plan-sources.ts'
import { readRunConfig } from '#lib/training/parsers/run-config.ts'
import { HEAD_BYTES, type Sniffed, sniffFormat } from '#lib/training/parsers/sniff-format.ts'
import { readClearmlSession } from '#lib/training/parsers/trackers/clearml-session.ts'

/** What one source gave. Runs come one source at a time, so that memory holds one. */
export type LogReading = {
  /** Empty: nothing was read, only notes. */
  files: string[]
  format: LogFormat | null
  runs: ParsedRun[]
  refused: ImportNote[]
  warnings: ImportNote[]
}

async function headOf(file: LogFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of file.open()) {
    parts.push(chunk.subarray(0, HEAD_BYTES - length))
    length += chunk.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(parts)
}

/** What is wrong with a file that cannot be unpacked, and the next step, as the archive's reader names them. */
function wrongWith({ meta }: AppError): { why: string; next: string } {
  const { reason, fix } = meta
  return {
    why: typeof reason === 'string' ? reason : 'is damaged',
    next: typeof fix === 'string' ? fix : 'Pack the folder again.',
  }
}

/** A file of an archive that cannot be unpacked costs itself, not its neighbours. */
async function sniff(file: LogFile, isAlone: boolean): Promise<Sniffed> {
  try {
    return sniffFormat(file.path, await headOf(file), isAlone)
  } catch (error) {
    if (!isAppError(error)) throw error
    return { kind: 'none', ...wrongWith(error) }
  }
}

async function readSource(source: Source, limits: LogLimits, x: string | null): Promise<ParsedLog> {
  try {
    return await readWithX(source, limits, x)
  } catch (error) {
    if (!isAppError(error)) throw error
    const file = source.files[0]?.path ?? ''
    const note = { file, where: null, message: error.publicMessage, next: wrongWith(error).next }
    return { format: 'jsonl', runs: [], notes: [note] }
  }
}

const readTable = (file: LogFile, options: ReadOptions): Promise<ParsedLog> =>
  readCsvLog(file, { ...options, formats: TABLE_WAYS })

/** A table, or, where it gives nothing, what a trainer printed: a console may begin like a table. */
async function readTableOrConsole(file: LogFile, options: ReadOptions): Promise<ParsedLog> {
  const table = await readTable(file, options)
  if (table.runs.length > 0 || table.again) return table
  const printed = await readConsoleLog(file, options)
  if (printed.runs.length > 0 || printed.again) return printed
  const neither = {
    file: file.path,
    where: null,
    message: 'Neither a table with a step nor lines of metrics that are known here.',
    next: 'Read are lines of verl, dicts of transformers and TRL, boxes of Stable-Baselines3 and blocks of RLlib; else export a table (CSV) or rows (JSONL).',
  }
  return { ...table, notes: [neither, ...table.notes] }
}

function readByKind({ kind, files: [file, ...others] }: Source, options: ReadOptions): Promise<ParsedLog> {
  if (file === undefined) throw new RangeError('a source has at least one file')
  switch (kind.kind) {
    case 'marked':
      return kind.way.read([file, ...others], options)
    case 'csv':
      return kind.orConsole ? readTableOrConsole(file, options) : readTable(file, options)
    case 'console':
      return readConsoleLog(file, options)
    default:
      return readJsonlLog(file, { ...options, isArray: kind.kind === 'json-array', formats: ROW_WAYS })
  }
}

const noteOfX = (file: string, { name, isCounted }: XColumn): ImportNote => ({
  file,
  where: name,
  message: isCounted
    ? 'The rows have no step, and this column rises by fractions: its values are counted 1, 2, 3, ... as steps.'
    : 'The rows have no step; this column is x.',
  next: isCounted
    ? 'Choose it as the x axis of the charts. For true steps import the trainer’s own file, such as trainer_state.json.'
    : 'Choose another column as x when you import, if there is one.',
})

/** Reads a source; where its rows have no step and another column is one, once more with that. */
async function readWithX(source: Source, limits: LogLimits, x: string | null): Promise<ParsedLog> {
  const { name } = source
  const first = await readByKind(source, {
    name,
    limits,
    x: x === null ? null : { name: x, isCounted: false },
  })
  if (!first.again) return first
  const second = await readByKind(source, { name, limits, x: first.again })
  return { ...second, notes: [noteOfX(source.files[0]?.path ?? '', first.again), ...second.notes] }
}

/** The configuration beside a log, or beside its folder: W&B keeps it in `files/`. */
function configOf(plan: SourcePlan, folder: string): LogFile | undefined {
  const parent = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))
  for (const place of [folder, `${folder}/files`, `${folder}/.hydra`, parent, `${parent}/files`]) {
    const found = plan.configs.get(place.replace(/^\//, ''))
    if (found) return found
  }
  return undefined
}

const isShort = (run: ParsedRun) =>
  run.segments.every(({ series }) => [...series.values()].every(({ values }) => values.length <= 1))

/** What is said of the upload as a whole. */
const PLAN = 'plan'
/** What tells the sources of an upload apart; its last line is the path of a file. */
const keyOf = ({ name, files }: Source): string => `${name}\n${files[0]?.path ?? ''}`

/** The nearest folder of events above each session, by the session's folder. */
function runsOfSessions(events: readonly Source[]): Map<Source, string> {
  const folders = new Set(events.map(({ folder }) => folder))
  const found = new Map<Source, string>()
  for (const source of events) {
    const at = source.folder.lastIndexOf('/')
    if (!/^\d{9,11}(?:\.\d+)?$/.test(source.folder.slice(at + 1))) continue
    for (let end = at; ; end = source.folder.lastIndexOf('/', end - 1)) {
      const above = source.folder.slice(0, Math.max(end, 0))
      if (above !== source.folder && folders.has(above)) found.set(source, above)
      if (found.has(source) || end <= 0) break
    }
  }
  return found
}

type Configs = Map<string, Record<string, string>>

/** Reads sessions of the HParams plugin first and gives their configuration to the run that they lie in. */
async function* takeSessions(
  sources: Source[],
  limits: LogLimits,
  skip: ReadonlySet<string>,
): AsyncGenerator<LogStep, Configs> {
  const configs: Configs = new Map()
  for (const [source, parent] of runsOfSessions(
    sources.filter(({ kind }) => kind.kind === 'marked' && kind.format === 'tensorboard'),
  )) {
    const key = `session ${keyOf(source)}`
    const take = () => sources.splice(sources.indexOf(source), 1)
    if (skip.has(key)) {
      take()
      continue
    }
    yield { kind: 'source', source: key }
    const [run] = (await readSource(source, limits, null)).runs
    if (run === undefined || Object.keys(run.config).length === 0 || !isShort(run)) continue
    configs.set(parent, { ...configs.get(parent), ...run.config })
    take()
  }
  return configs
}

function readingOf(source: Source, { format, runs, notes }: ParsedLog): LogReading {
  const files = source.files.map(({ path }) => path)
  const filled = runs.filter((run) => countPoints(run) > 0)
  if (filled.length > 0) return { files, format, runs: filled, refused: [], warnings: notes }
  const nothing: ImportNote = {
    file: files[0] ?? '',
    where: null,
    message: 'No metric was found.',
    next: 'The log needs a step and at least one number in a row.',
  }
  return { files, format: null, runs: [], refused: notes.length > 0 ? notes : [nothing], warnings: [] }
}

/** A source whose reading begins, and what it gave. */
export type LogStep = { kind: 'source'; source: string } | { kind: 'reading'; reading: LogReading }
type LogOptions = {
  /** Given to the run where the upload holds exactly one. */
  name: string | null
  /** Names a run whose file and folder do not. */
  uploadName: string
  /** Column that is x, as a person chose it; null: the one that is called a step. */
  x?: string | null
  limits?: LogLimits
  /** Sources that are passed over, as they were named when their reading began. */
  skip?: ReadonlySet<string>
}

/** Gives the runs of a source what stands beside it: configuration, and the name that was asked for. */
async function complete(
  reading: LogReading,
  source: Source,
  plan: SourcePlan,
  { name, session }: { name: string | null; session: Record<string, string> | undefined },
): Promise<void> {
  const config = configOf(plan, source.folder)
  const beside = config && (await readRunConfig(config))
  if (beside?.note) reading.warnings.push(beside.note)
  const ofClearml = plan.sessions.get(source.folder)
  if (ofClearml !== undefined) {
    const { id, name: said, config: own } = await readClearmlSession(ofClearml)
    for (const run of reading.runs)
      Object.assign(run, { name: said ?? run.name, identity: id, config: { ...run.config, ...own } })
  }
  const isAlone = plan.sources.length === 1 && reading.runs.length === 1
  for (const run of reading.runs) {
    run.config = { ...beside?.config, ...session, ...run.config }
    if (name !== null && isAlone) run.name = name
  }
  if (name !== null && reading.runs.length > 0 && !isAlone)
    reading.warnings.push({
      file: source.files[0]?.path ?? '',
      where: null,
      message: `The upload holds several runs, so that the name "${name}" is given to none.`,
      next: 'Import them one by one to name them.',
    })
}

/** Reads the files of one upload, source by source. */
export async function* readLogs(
  all: readonly LogFile[],
  { name, uploadName, x = null, limits = LOG_LIMITS, skip = new Set() }: LogOptions,
): AsyncGenerator<LogStep> {
  const { files, notes } = await withoutCopies(all, limits.documentBytes)
  const sniffed = []
  for (const file of files) sniffed.push({ file, sniffed: await sniff(file, files.length === 1) })
  const plan = planSources(sniffed, uploadName)
  const sessions = yield* takeSessions(plan.sources, limits, skip)
  if (!skip.has(PLAN)) {
    yield { kind: 'source', source: PLAN }
    const reading = {
      files: [],
      format: null,
      runs: [],
      refused: plan.refused,
      warnings: [...notes, ...plan.notes],
    }
    yield { kind: 'reading', reading }
  }
  for (const source of plan.sources) {
    if (skip.has(keyOf(source))) continue
    yield { kind: 'source', source: keyOf(source) }
    const reading = readingOf(source, await readSource(source, limits, x))
    await complete(reading, source, plan, { name, session: sessions.get(source.folder) })
    yield { kind: 'reading', reading }
  }
}
