import { type ImportedRun, type ImportNote, TrainingImportReport } from '#lib/contracts/imports.ts'
import { stored } from '#lib/domain/parse.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
import { TrainingImportOptions } from '#lib/services/imports/training-import-view.ts'
import type { ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { plainText } from '#lib/training/parsers/plain-text.ts'
import type { Deps } from '#workers/deps.ts'
import type { ClaimedImport } from '#workers/imports/import-lease.ts'
import { openNames } from '#workers/imports/name-runs.ts'
import { type LogPart, readLogsApart } from '#workers/reading/read-logs-apart.ts'
import { systemContext } from '#workers/system-context.ts'

const NAME_LENGTH = 250
const VALUE_LENGTH = 6000
const NOTES = 200
const CONFIG_KEYS = 1000

/** Runs that an earlier attempt at this upload has stored, in the order in which they are read. */
async function storedBefore(deps: Pick<Deps, 'db'>, id: string): Promise<ImportedRun[]> {
  const row = await deps.db.importUpload.findUnique({ where: { id }, select: { report: true } })
  const report = TrainingImportReport.safeParse(row?.report)
  return report.success ? report.data.runs : []
}

/** What the database takes of a configuration. */
const configOf = ({ config }: ParsedRun): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key !== '' && key.length <= NAME_LENGTH)
      .slice(0, CONFIG_KEYS)
      .map(([key, value]) => [plainText(key, NAME_LENGTH), plainText(value, VALUE_LENGTH)]),
  )

/** One line for each run: files of one run are counted together. */
function joined(lines: readonly ImportedRun[]): ImportedRun[] {
  const byRun = new Map<string, ImportedRun>()
  for (const line of lines) {
    const held = byRun.get(line.id)
    byRun.set(line.id, {
      ...line,
      metrics: line.metrics + (held?.metrics ?? 0),
      points: line.points + (held?.points ?? 0),
      stored: line.stored + (held?.stored ?? 0),
      segments: Math.max(line.segments, held?.segments ?? 0),
    })
  }
  return [...byRun.values()]
}

const capped = (notes: readonly ImportNote[]): ImportNote[] =>
  notes.length <= NOTES
    ? [...notes]
    : [
        ...notes.slice(0, NOTES),
        {
          file: '',
          where: null,
          message: `${notes.length - NOTES} more are left out.`,
          next: 'Import fewer files at once.',
        },
      ]

/** `metrics.csv` of `metrics.csv`; the name of an archive or a lone file without what follows the dot. */
const stemOf = (filename: string): string => {
  const base = filename.slice(filename.lastIndexOf('/') + 1)
  return base.replace(/\.(zip|jsonl?|ndjson|csv|tsv|txt|log|parquet)$/i, '') || base
}

function changedNote(reading: Pick<LogPart, 'files'>, name: string, changed: readonly string[]): ImportNote {
  return {
    file: reading.files[0] ?? '',
    where: plainText(changed.slice(0, 5).join(', '), 120),
    message: `The configuration of "${plainText(name, 100)}" differs from what the run has (${changed.length} keys); what it has stays.`,
    next: 'Import under another name if it is another run.',
  }
}

/** A name alone said that both files are of one run. */
function sameNameNote(reading: Pick<LogPart, 'files'>, name: string): ImportNote {
  return {
    file: reading.files[0] ?? '',
    where: plainText(name, 120),
    message: `The experiment has a run "${plainText(name, 100)}" already, and no file says an id: this is read as its resume, and goes over what stood there.`,
    next: 'If it is another run, import it under another name or into another experiment.',
  }
}

/**
 * Reads an upload of training logs: source by source, each run stored before the next is read. A second attempt
 * passes over what the first one has stored.
 */
export async function readTraining(deps: Deps, claim: ClaimedImport): Promise<TrainingImportReport> {
  const options = stored(TrainingImportOptions, claim.options, `options of import ${claim.id}`)
  const ctx = systemContext(deps, `import-${claim.id}`)
  const before = await storedBefore(deps, claim.id)
  const named = openNames()
  const report: TrainingImportReport = { v: 1, files: [], runs: [], refused: [], warnings: [] }
  const { filename } = claim
  const reading = { filename, name: options.name, uploadName: stemOf(filename), x: options.x }
  for await (const part of readLogsApart(deps, claim.blob, reading)) {
    report.refused.push(...part.refused)
    report.warnings.push(...part.warnings)
    const { format } = part
    if (format === null) continue
    let points = 0
    let runs = 0
    for await (const parsed of part.runs) {
      const identity = parsed.identity === null ? null : plainText(parsed.identity, NAME_LENGTH)
      const { name, note } = named({ ...parsed, identity }, { file: part.files[0] ?? '', format })
      if (note !== null) report.warnings.push(note)
      const run = { ...parsed, name, identity, config: configOf(parsed) }
      const earlier = before[report.runs.length]
      const held = earlier?.name === name ? earlier : null
      const input = { importId: claim.id, attempt: claim.attempt, options, format, run }
      const stored = held ? { run: held, changed: [] } : await storeImportedRun({ ctx, input })
      report.runs.push(stored.run)
      runs++
      points += stored.run.points
      if (stored.changed.length > 0) report.warnings.push(changedNote(part, run.name, stored.changed))
      if (stored.run.resumed && stored.run.stored > 0 && run.identity === null)
        report.warnings.push(sameNameNote(part, stored.run.name))
    }
    for (const [index, file] of part.files.entries())
      report.files.push({ file, format, runs, points: index === 0 ? points : 0 })
  }
  const { refused, warnings } = report
  return { ...report, runs: joined(report.runs), refused: capped(refused), warnings: capped(warnings) }
}
