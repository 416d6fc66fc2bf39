import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { SandboxJob } from '#lib/domain/ports/sandbox.ts'
import type { TrialKind } from '#lib/domain/trial.ts'
import { type CertificateKind, RUNG_TITLES } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { FULL_RUNGS, inspectJob, ladderJob, QUICK_RUNGS } from '#lib/pipeline/engine-jobs.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** One execution that a certificate needs. `key` names its result for the judge. */
export type PlannedTrial = { key: string; kind: TrialKind; program: string; job: SandboxJob }

export const solutionKey = (path: string, run: number): string => `solution/${run}/${path}`
export const rungTitle = (rung: keyof typeof RUNG_TITLES): string => `${rung} ${RUNG_TITLES[rung]}`

export function readSolutions(files: FileBytes): TaggedSolution[] {
  const bytes = files['judge/solutions.json']
  if (!bytes) throw new Error('judge/solutions.json is missing')
  return Solutions.parse(JSON.parse(decodeText(bytes))).solutions
}

/** The trusted look at the data. */
export const inspectTrial = (task: Task, files: FileBytes): PlannedTrial => ({
  key: 'inspect',
  kind: 'inspect',
  program: 'inspect',
  job: inspectJob(task, files),
})

/** The solver ladder; a quick certificate climbs some of its rungs. */
export const ladderTrial = (task: Task, files: FileBytes, kind: CertificateKind): PlannedTrial => ({
  key: 'ladder',
  kind: 'rung',
  program: 'ladder',
  job: ladderJob(task, files, kind === 'full' ? FULL_RUNGS : QUICK_RUNGS),
})
