import type { ImportNote, LogFormat } from '#lib/contracts/imports.ts'
import { readCsvLog } from '#lib/training/parsers/csv-log.ts'
import { readJsonlLog } from '#lib/training/parsers/jsonl-log.ts'
import { readParquetLog } from '#lib/training/parsers/parquet-log.ts'
import {
  countPoints,
  LOG_LIMITS,
  type LogFile,
  type LogLimits,
  type ParsedLog,
  type ParsedRun,
} from '#lib/training/parsers/parsed-run.ts'
import { planSources, type Source, type SourcePlan } from '#lib/training/parsers/plan-sources.ts'
import { readRunConfig } from '#lib/training/parsers/run-config.ts'
import { HEAD_BYTES, sniffFormat } from '#lib/training/parsers/sniff-format.ts'
import { readTensorboardLog } from '#lib/training/parsers/tensorboard/tensorboard-log.ts'
import { readTrainerState } from '#lib/training/parsers/trainer-state.ts'

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

function readSource({ name, kind, files }: Source, limits: LogLimits): Promise<ParsedLog> {
  const [file] = files
  if (file === undefined) throw new RangeError('a source has at least one file')
  if (kind.kind === 'tensorboard') return readTensorboardLog(files, { name, limits })
  if (kind.kind === 'trainer-state') return readTrainerState(file, { name, limits })
  if (kind.kind === 'csv') return readCsvLog(file, { name, delimiter: kind.delimiter, limits })
  if (kind.kind === 'parquet') return readParquetLog(file, { name, limits })
  return readJsonlLog(file, { name, isArray: kind.kind === 'json-array', limits })
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

/** Folders that the HParams plugin makes inside a run: they hold its configuration and final figures. */
const isSessionOf = (folder: string, parent: string) =>
  folder.startsWith(parent === '' ? '' : `${parent}/`) &&
  /^\d{9,11}(\.\d+)?$/.test(folder.slice(folder.lastIndexOf('/') + 1))

const isShort = (run: ParsedRun) =>
  run.segments.every(({ series }) => [...series.values()].every(({ values }) => values.length <= 1))

/** Reads sessions of the HParams plugin first and gives their configuration to the run that they lie in. */
async function takeSessions(
  sources: Source[],
  limits: LogLimits,
): Promise<Map<string, Record<string, string>>> {
  const configs = new Map<string, Record<string, string>>()
  const events = sources.filter(({ kind }) => kind.kind === 'tensorboard')
  for (const source of events) {
    const parent = events
      .filter((other) => other !== source && isSessionOf(source.folder, other.folder))
      .sort((a, b) => b.folder.length - a.folder.length)[0]
    if (parent === undefined) continue
    const [run] = (await readSource(source, limits)).runs
    if (run === undefined || Object.keys(run.config).length === 0 || !isShort(run)) continue
    configs.set(parent.folder, { ...configs.get(parent.folder), ...run.config })
    sources.splice(sources.indexOf(source), 1)
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

/**
 * Reads the files of one upload, source by source. `name` is given to the run where the upload holds exactly one;
 * `uploadName` names a run whose file and folder do not.
 */
export async function* readLogs(
  files: readonly LogFile[],
  { name, uploadName, limits = LOG_LIMITS }: { name: string | null; uploadName: string; limits?: LogLimits },
): AsyncGenerator<LogReading> {
  const sniffed = []
  for (const file of files) sniffed.push({ file, sniffed: sniffFormat(file.path, await headOf(file)) })
  const plan = planSources(sniffed, uploadName)
  const sessions = await takeSessions(plan.sources, limits)
  yield { files: [], format: null, runs: [], refused: plan.refused, warnings: plan.notes }
  for (const source of plan.sources) {
    const reading = readingOf(source, await readSource(source, limits))
    const config = configOf(plan, source.folder)
    const beside = config && (await readRunConfig(config))
    if (beside?.note) reading.warnings.push(beside.note)
    for (const run of reading.runs) {
      run.config = { ...beside?.config, ...sessions.get(source.folder), ...run.config }
      if (name !== null && plan.sources.length === 1 && reading.runs.length === 1) run.name = name
    }
    if (name !== null && reading.runs.length > 0 && (plan.sources.length > 1 || reading.runs.length > 1))
      reading.warnings.push({
        file: source.files[0]?.path ?? '',
        where: null,
        message: `The upload holds several runs, so that the name "${name}" is given to none.`,
        next: 'Import them one by one to name them.',
      })
    yield reading
  }
}
