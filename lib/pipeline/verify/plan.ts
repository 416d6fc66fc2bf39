import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { SandboxJob } from '#lib/domain/ports/sandbox.ts'
import type { TrialKind } from '#lib/domain/trial.ts'
import { type CertificateKind, RUNG_TITLES } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import {
  evaluatorChecksJob,
  FULL_RUNGS,
  generateJob,
  inspectJob,
  ladderJob,
  QUICK_RUNGS,
  solutionJob,
} from '#lib/pipeline/engine-jobs.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** One execution that a certificate needs. `key` names its result for the judge. */
export type PlannedTrial = { key: string; kind: TrialKind; program: string; job: SandboxJob }

/** Tags whose second run must give the very same score: the ones that fit models. */
const RERUN_TAGS: readonly TaggedSolution['tag'][] = ['default', 'engineered', 'reference']

export const solutionKey = (path: string, run: number): string => `solution/${run}/${path}`
export const rungTitle = (rung: keyof typeof RUNG_TITLES): string => `${rung} ${RUNG_TITLES[rung]}`

export function readSolutions(files: FileBytes): TaggedSolution[] {
  const bytes = files['judge/solutions.json']
  if (!bytes) throw new Error('judge/solutions.json is missing')
  return Solutions.parse(JSON.parse(decodeText(bytes))).solutions
}

/**
 * The executions of a certificate, pure: regeneration (twice for a full one), inspection, the junk suite of the
 * evaluator, the ladder, and for a full certificate every tagged solution, those that fit models twice.
 * Scoring follows when their submissions are in.
 */
export function planTrials(task: Task, files: FileBytes, kind: CertificateKind): PlannedTrial[] {
  const generator = files['judge/generate.py'] ?? new Uint8Array()
  const runs = kind === 'full' ? [1, 2] : [1]
  const trials: PlannedTrial[] = [
    ...runs.map(
      (run): PlannedTrial => ({
        key: `generate/${run}`,
        kind: 'generate',
        program: 'judge/generate.py',
        job: generateJob(generator, task.generatorSeed, run + 1),
      }),
    ),
    { key: 'inspect', kind: 'inspect', program: 'inspect', job: inspectJob(task, files) },
    {
      key: 'evaluator-checks',
      kind: 'evaluator',
      program: 'judge/evaluator.py',
      job: evaluatorChecksJob(task, task.thresholds, files),
    },
    {
      key: 'ladder',
      kind: 'rung',
      program: 'ladder',
      job: ladderJob(task, files, kind === 'full' ? FULL_RUNGS : QUICK_RUNGS),
    },
  ]
  if (kind === 'quick') return trials
  for (const solution of readSolutions(files))
    for (const run of RERUN_TAGS.includes(solution.tag) ? [1, 2] : [1]) {
      const source = files[`judge/${solution.path}`] ?? new Uint8Array()
      const job = solutionJob(solution.path, source, files, run)
      trials.push({
        key: solutionKey(solution.path, run),
        kind: 'solution',
        program: `judge/${solution.path}`,
        job,
      })
    }
  return trials
}
