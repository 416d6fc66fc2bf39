import { invalid, isAppError } from '#lib/domain/errors.ts'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { type ArchiveFile, readArchive } from '#lib/packs/read-archive.ts'
import { chooseReports } from '#lib/training/results/choose-reports.ts'
import type { ReadReports } from '#lib/training/results/graded-result.ts'
import { groupsOfExperiment } from '#lib/training/results/read-experiments.ts'
import { type NamedFile, readFile } from '#lib/training/results/read-file.ts'

/** A report of 75 competitions is 60 kB; what is larger than this is not a report. */
const FILE_MAX_BYTES = 32 * 2 ** 20
/** A hundred times what the largest published experiment has. */
const REPORTS_MAX = 2000
const RESULTS_MAX = 100_000
/** A folder of runs is deep and has many logs, none of which is unpacked. */
const RUNS_LIMITS: ArchiveLimits = { ...UPLOAD_LIMITS, entries: 200_000, depth: 32, pathLength: 1000 }

const nameOf = (path: string): string => path.split('/').at(-1) ?? path

async function unpack(file: ArchiveFile): Promise<NamedFile> {
  if (file.bytes > FILE_MAX_BYTES)
    throw invalid(
      `"${file.path}" has more than ${FILE_MAX_BYTES / 2 ** 20} MiB. Leave what is not a report out.`,
    )
  return { path: file.path, bytes: await file.read() }
}

/** A report that cannot be unpacked costs itself, not its neighbours. */
async function readReport(file: ArchiveFile, runGroup: string | null): Promise<ReadReports> {
  try {
    return readFile(await unpack(file), runGroup)
  } catch (error) {
    if (!isAppError(error)) throw error
    return { reports: [], refused: [{ file: file.path, message: error.publicMessage }], warnings: [] }
  }
}

async function* readZip(
  source: Uint8Array | string,
  experiment: string | null,
  skip: ReadonlySet<string>,
): AsyncGenerator<ReportStep> {
  const { files } = await readArchive(source, RUNS_LIMITS)
  const { files: chosen, ...notes } = chooseReports(files)
  if (chosen.length > REPORTS_MAX)
    throw invalid(`The archive has ${chosen.length} reports; at most ${REPORTS_MAX} are read. Split it.`)
  const [why] = notes.refused
  if (chosen.length === 0 && why !== undefined) throw invalid(`${why.file}: ${why.message}`)
  const inner = files.find(({ path }) => /\.(?:zip|tar|tgz|gz|7z|rar)$/i.test(path))
  if (chosen.length === 0 && inner !== undefined)
    throw invalid(
      `The archive has no grading report, but ${inner.path}, an archive inside it. Unpack that, and pack the folder again.`,
    )
  if (chosen.length === 0)
    throw invalid(
      'The archive has no grading report. It may hold *grading_report*.json, episode_summaries_*.json, reward_distributions.json or history.json.',
    )
  const about = files
    .filter(({ path }) => ['metadata.json', 'run_group_experiments.csv'].includes(nameOf(path)))
    .slice(0, REPORTS_MAX)
  const paths = chosen.map(({ path }) => path)
  const groups = await groupsOfExperiment(about, paths, experiment)
  if (skip.size === 0) yield { kind: 'read', read: { reports: [], ...notes } }
  let results = 0
  // One at a time: only what was read of a report stays in memory.
  for (const file of chosen) {
    if (!groups.has(file.path) || skip.has(file.path)) continue
    yield { kind: 'file', file: file.path }
    const read = await readReport(file, groups.get(file.path) ?? null)
    results += read.reports.reduce((sum, report) => sum + report.results.length, 0)
    if (results > RESULTS_MAX) throw invalid(`The archive has more than ${RESULTS_MAX} results. Split it.`)
    yield { kind: 'read', read }
  }
}

/** One report, or a zip of a run group or of a whole `runs` folder: its bytes, or the path of the file. */
export type ResultsUpload = { kind: 'file'; file: ArchiveFile } | { kind: 'zip'; source: Uint8Array | string }
/** A file whose reading begins, and what it gave. */
export type ReportStep = { kind: 'file'; file: string } | { kind: 'read'; read: ReadReports }

/**
 * Reads what a person uploaded, file by file. `experiment` takes the run groups of one experiment of
 * `run_group_experiments.csv`; files that `skip` names are passed over. Throws `invalid` for what holds no report at
 * all; single broken files are named in what is read.
 */
export async function* readUpload(
  upload: ResultsUpload,
  experiment: string | null,
  skip: ReadonlySet<string>,
): AsyncGenerator<ReportStep> {
  if (upload.kind === 'zip') {
    yield* readZip(upload.source, experiment, skip)
    return
  }
  const { file } = upload
  if (file.bytes > FILE_MAX_BYTES)
    throw invalid(`The file has more than ${FILE_MAX_BYTES / 2 ** 20} MiB; that is not a report.`)
  yield { kind: 'read', read: readFile({ path: file.path, bytes: await file.read() }, null) }
}
