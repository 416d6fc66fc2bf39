import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import type { ReadingNote } from '#lib/training/results/graded-result.ts'
import {
  lastSummaries,
  looksLikeDistributions,
  looksLikeSummaries,
} from '#lib/training/results/parse-evaluation-output.ts'

export type ChosenReports = { files: ArchiveFile[]; refused: ReadingNote[]; warnings: ReadingNote[] }

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const isReport = (path: string): boolean =>
  nameOf(path).includes('grading_report') && nameOf(path).endsWith('.json')

/** A folder and those above it, the nearest first; '' is the archive itself. */
function* foldersFrom(folder: string): Generator<string> {
  for (let at = folder; at !== ''; at = folderOf(at)) yield at
  yield ''
}

/** Folders in which agents leave the states of a run group while it is under way. */
const COPIES = /^(?:hourly|snapshots|checkpoints|intermediate)$/i

/**
 * The run group of the reports of a folder: the nearest folder that has a metadata.json, else the outermost that holds
 * a report. null: a folder of copies whose run group has no report of its own.
 */
function groupOf(
  folder: string,
  described: ReadonlySet<string>,
  holding: ReadonlySet<string>,
): string | null {
  const above = [...foldersFrom(folder)]
  const named = above.find((one) => described.has(one))
  if (named !== undefined) return named
  return above.findLast((one) => holding.has(one) && !COPIES.test(nameOf(one))) ?? null
}

const sayFolder = (folder: string): string => (folder === '' ? 'the archive' : `"${folder}"`)
const NAMED = 10
const listed = (files: readonly ArchiveFile[]): string => {
  const more = files.length - NAMED
  const names = files.slice(0, NAMED).map(({ path }) => nameOf(path))
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/**
 * Of the reports of a run group the one at its top, as the benchmark's own script takes it: hourly copies and others
 * below are passed over with a note, and where several lie at the top none is taken. Reports side by side without a
 * folder of their own are a list, each of them a seed.
 */
export function chooseGradingReports(files: readonly ArchiveFile[]): ChosenReports {
  const reports = files.filter(({ path }) => isReport(path))
  const described = new Set(
    files.filter(({ path }) => nameOf(path) === 'metadata.json').map(({ path }) => folderOf(path)),
  )
  const holding = new Set(reports.map(({ path }) => folderOf(path)))
  const chosen: ChosenReports = { files: [], refused: [], warnings: [] }
  const groups = Map.groupBy(reports, ({ path }) => groupOf(folderOf(path), described, holding))
  for (const [group, found] of groups) {
    const top = found.filter(({ path }) => folderOf(path) === group)
    const below = found.filter(({ path }) => folderOf(path) !== group)
    const isList = group === '' && !described.has('')
    if (top.length > 1 && !isList)
      chosen.refused.push({
        file: group || 'the archive',
        message: `The run group has ${top.length} reports at its top (${listed(top)}); the benchmark takes one. Leave the others out, or give each seed a folder of its own.`,
      })
    else chosen.files.push(...top)
    if (isList && top.length > 1)
      chosen.warnings.push({
        file: 'the archive',
        message: `${top.length} reports lie side by side (${listed(top)}): each is read as a seed of its own. If they are states of one run group, leave out all but its last.`,
      })
    if (below.length > 0 && top.length === 0)
      chosen.refused.push({
        file: group ?? folderOf(below[0]?.path ?? ''),
        message: `The run group has no report at its top, only copies below it (${listed(below)}). Put its last report there.`,
      })
    else if (below.length > 0)
      chosen.warnings.push({
        file: folderOf(below[0]?.path ?? ''),
        message: `${below.length} ${below.length === 1 ? 'report' : 'reports'} below the top of ${sayFolder(group ?? '')} ${below.length === 1 ? 'is' : 'are'} passed over (${listed(below)}): of a run group only the report at its top counts.`,
      })
  }
  return chosen
}

/** Files of an archive that hold results; the rest (submissions, logs, code, episodes) is never unpacked. */
export function chooseReports(files: readonly ArchiveFile[]): ChosenReports {
  const graded = chooseGradingReports(files)
  const summaries = new Set(lastSummaries(files.map(({ path }) => path)))
  const others = files.filter(({ path }) => {
    const name = nameOf(path)
    if (looksLikeSummaries(name)) return summaries.has(path)
    // The same rewards appear in the summaries, where there are any.
    if (looksLikeDistributions(name)) return summaries.size === 0
    return name === 'history.json'
  })
  const taken = [...graded.files, ...others].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { ...graded, files: taken }
}
