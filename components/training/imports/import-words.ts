import { formatCount, plural } from '#components/patterns/format.ts'
import type { ImportedRun, TrainingImportView } from '#lib/contracts/imports.ts'
import { LOG_FORMAT_WORDS } from '#lib/domain/log-formats.ts'

/** Imports that the panel shows; the API lists all. */
export const RECENT_IMPORTS = 20

/** `verl log, 5 metrics, 1,200 points, 2 segments, continues an existing run` */
export function runFacts(run: ImportedRun): string {
  const facts = [
    LOG_FORMAT_WORDS[run.format].title,
    plural(run.metrics, 'metric'),
    plural(run.points, 'point'),
  ]
  if (run.segments > 1) facts.push(`${run.segments} segments`)
  if (run.stored === 0) facts.push('already present')
  else {
    if (run.stored < run.points) facts.push(`${formatCount(run.stored)} of them new`)
    if (run.resumed) facts.push('continues an existing run')
  }
  return facts.join(', ')
}

/** `2 runs from 3 files, 1 refusal`; nothing where no run was read, which the error says. */
export function reportFacts({ report }: Pick<TrainingImportView, 'report'>): string {
  if (report === null || report.runs.length === 0) return ''
  const { runs, files, refused } = report
  const facts = [`${plural(runs.length, 'run')} from ${plural(files.length, 'file')}`]
  if (refused.length > 0) facts.push(`${plural(refused.length, 'refusal')}`)
  return facts.join(', ')
}
