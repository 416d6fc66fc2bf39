import { invalid } from '#lib/domain/errors.ts'
import { type ArchiveLimits, UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { type ArchiveFile, readArchive } from '#lib/packs/read-archive.ts'
import type { ReadReports } from '#lib/training/results/graded-result.ts'
import {
  lastSummaries,
  looksLikeDistributions,
  looksLikeSummaries,
} from '#lib/training/results/parse-evaluation-output.ts'
import { groupsOfExperiment } from '#lib/training/results/read-experiments.ts'
import { type NamedFile, readFile } from '#lib/training/results/read-file.ts'

/** A report of 75 competitions is 60 kB; what is larger than this is no report. */
const FILE_MAX_BYTES = 32 * 2 ** 20
/** A hundred times what the largest published experiment has. */
const REPORTS_MAX = 2000
const RESULTS_MAX = 100_000
/** A folder of runs is deep and has many logs, none of which is unpacked. */
const RUNS_LIMITS: ArchiveLimits = { ...UPLOAD_LIMITS, entries: 200_000, depth: 32, pathLength: 1000 }

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b
const nameOf = (path: string): string => path.split('/').at(-1) ?? path

/** Files of an archive that hold results; the rest (submissions, logs, code, episodes) is never unpacked. */
function chooseReports(files: readonly ArchiveFile[]): ArchiveFile[] {
  const summaries = new Set(lastSummaries(files.map(({ path }) => path)))
  return files.filter(({ path }) => {
    const name = nameOf(path)
    if (looksLikeSummaries(name)) return summaries.has(path)
    // The same rewards stand in the summaries, where there are any.
    if (looksLikeDistributions(name)) return summaries.size === 0
    return /grading_report.*\.json$/.test(name) || name === 'history.json'
  })
}

async function unpack(file: ArchiveFile): Promise<NamedFile> {
  if (file.bytes > FILE_MAX_BYTES)
    throw invalid(
      `"${file.path}" has more than ${FILE_MAX_BYTES / 2 ** 20} MiB. Leave what is no report out.`,
    )
  return { path: file.path, bytes: await file.read() }
}

async function readZip(bytes: Uint8Array, experiment: string | null): Promise<ReadReports> {
  const { files } = await readArchive(bytes, RUNS_LIMITS)
  const chosen = chooseReports(files)
  if (chosen.length > REPORTS_MAX)
    throw invalid(`The archive has ${chosen.length} reports; at most ${REPORTS_MAX} are read. Split it.`)
  if (chosen.length === 0)
    throw invalid(
      'The archive has no grading report. It may hold *grading_report*.json, episode_summaries_*.json, reward_distributions.json or history.json.',
    )
  const about = files
    .filter(({ path }) => ['metadata.json', 'run_group_experiments.csv'].includes(nameOf(path)))
    .slice(0, REPORTS_MAX)
  const groups = groupsOfExperiment(
    await Promise.all(about.map(unpack)),
    chosen.map(({ path }) => path),
    experiment,
  )
  // One at a time: only what was read of a report stays in memory.
  const parts: ReadReports[] = []
  for (const file of chosen)
    if (groups.has(file.path)) parts.push(readFile(await unpack(file), groups.get(file.path) ?? null))
  return merge(parts)
}

function merge(parts: readonly ReadReports[]): ReadReports {
  const reports = parts.flatMap((part) => part.reports)
  const results = reports.reduce((sum, report) => sum + report.results.length, 0)
  if (results > RESULTS_MAX)
    throw invalid(`The archive has ${results} results; at most ${RESULTS_MAX} are taken. Split it.`)
  return {
    reports,
    refused: parts.flatMap((part) => part.refused),
    warnings: parts.flatMap((part) => part.warnings),
  }
}

/**
 * Reads what a person uploaded: one report, or a zip of a run group or of a whole `runs` folder. `experiment` takes
 * the run groups of one experiment of `run_group_experiments.csv`. Throws `invalid` for what holds no report at all;
 * single broken files are named in the answer.
 */
export async function readUpload(
  filename: string,
  bytes: Uint8Array,
  experiment: string | null = null,
): Promise<ReadReports> {
  if (isZip(bytes)) return readZip(bytes, experiment)
  if (bytes.length > FILE_MAX_BYTES)
    throw invalid(`The file has more than ${FILE_MAX_BYTES / 2 ** 20} MiB; that is no report.`)
  return readFile({ path: filename, bytes }, null)
}
