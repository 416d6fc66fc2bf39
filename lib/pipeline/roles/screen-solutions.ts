import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { solutionJob } from '#lib/pipeline/engine-jobs.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'
import { type JobContext, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { type Graded, judgeSolution } from '#lib/pipeline/verify/judge-solutions.ts'
import { readSolutions, solutionKey } from '#lib/pipeline/verify/plan.ts'
import { type RawTrial, rawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { rejectionOf } from '#lib/pipeline/verify/reasons.ts'

/** Tags whose tiers depend on how hard the task is; the others are left to the gate. */
const SCREENED: readonly TaggedSolution['tag'][] = ['reference', 'engineered', 'default', 'simple-baseline']

export type ScreenedSolutions = { solutions: TaggedSolution[]; raws: Map<string, RawTrial> }

/** Runs the solutions that decide about the difficulty, each on the agent view alone. */
export async function runSolutions(context: JobContext, files: FileBytes): Promise<ScreenedSolutions> {
  const solutions = readSolutions(files).filter(({ tag }) => SCREENED.includes(tag))
  const raws = new Map<string, RawTrial>()
  for (const { path } of solutions) {
    const job = solutionJob(path, files[`judge/${path}`] ?? new Uint8Array(), files, 1)
    const key = solutionKey(path, 1)
    const planned = { key, kind: 'solution' as const, program: `judge/${path}`, job }
    raws.set(key, rawTrial(planned, '', await runJob(context, job)))
  }
  return { solutions, raws }
}

/** The submission of the reference, or why there is none. */
export function referenceSubmission({
  solutions,
  raws,
}: ScreenedSolutions): { submission: Uint8Array } | { problem: string } {
  const reference = solutions.find(({ tag }) => tag === 'reference')
  if (!reference) return { problem: 'there is no reference solution' }
  const raw = raws.get(solutionKey(reference.path, 1))
  const submission = raw?.status === 'ok' ? Object.values(raw.submissions)[0] : undefined
  return submission
    ? { submission }
    : { problem: `${reference.path}: ${raw?.failure ?? 'wrote no submission.csv'}` }
}

/** The tiers of the screened solutions under fresh thresholds, judged as the gate will judge them. */
export function screenTiers(
  task: Graded,
  { solutions, raws }: ScreenedSolutions,
  scores: ScoreReport,
): Refusal | null {
  const checks = solutions.flatMap((solution) => judgeSolution(task, solution, raws, scores))
  const rejection = rejectionOf([{ gate: 'solutions', verdict: 'failed', checks }])
  return rejection && { kind: 'refused', reason: rejection.reason, message: rejection.message }
}
