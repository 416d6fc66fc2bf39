import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { refuseByOwnPrograms } from '#lib/pipeline/calibrate.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { evaluateJob, type Scoring, solutionJob, type TaskShape } from '#lib/pipeline/engine-jobs.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { broken, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { failureOf, type JobContext, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import { shippedName } from '#lib/pipeline/shipped-programs.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** Shipped programs whose reach the thresholds heed: default models stay below silver, a column below bronze, feature work below gold. */
const HEEDED: readonly TaggedSolution['tag'][] = [
  'default',
  'simple-baseline',
  'single-feature-probe',
  'engineered',
]
/** What else tells, before anything else is measured, whether the rule is worth knowing. */
const CONSTANT = 'constant'
const ORACLE = 'judge/oracle.csv'

type Submitted = { kind: 'ran'; submission: Uint8Array }

const taggedSolutions = (files: FileBytes): TaggedSolution[] =>
  Solutions.parse(JSON.parse(decodeText(files['judge/solutions.json'] ?? new Uint8Array()))).solutions

/** A solution's submission; it runs on the agent view alone, like everybody's. */
async function runSolution(
  context: JobContext,
  path: string,
  files: FileBytes,
): Promise<Refusal | Submitted> {
  const source = files[`judge/${path}`]
  if (!source) return broken(`there is no ${path}`)
  const result = await runJob(context, solutionJob(path, source, files, 1))
  const submission = result.files['submission.csv']
  if (result.status !== 'ok' || !submission) return broken(`${path}: ${failureOf(result)}`)
  return { kind: 'ran', submission }
}

/** Submissions of the reference and of the programs with these tags. One of them that fails is for the gate of the solutions to tell. */
async function runTagged(
  context: JobContext,
  files: FileBytes,
): Promise<Refusal | { kind: 'ran'; submissions: FileBytes }> {
  const tagged = taggedSolutions(files)
  const known = tagged.find(({ tag }) => tag === 'reference')
  if (known === undefined) return broken('there is no reference solution')
  const reference = await runSolution(context, known.path, files)
  if (reference.kind === 'refused') return reference
  const submissions: FileBytes = { reference: reference.submission }
  for (const solution of tagged) {
    if (solution.tag !== CONSTANT && !HEEDED.includes(solution.tag)) continue
    const ran = await runSolution(context, solution.path, files)
    if (ran.kind === 'ran') submissions[shippedName(solution)] = ran.submission
  }
  return { kind: 'ran', submissions }
}

/** Scores with the trusted kernel, on the reward rows. */
export async function evaluate(
  context: JobContext,
  shape: TaskShape,
  files: FileBytes,
  submissions: FileBytes,
  scoring: Scoring = {},
): Promise<Refusal | { kind: 'scored'; scores: ScoreReport }> {
  const answer = files['judge/answer.csv'] ?? new Uint8Array()
  const evaluated = await runJob(context, evaluateJob(shape, answer, submissions, scoring))
  if (evaluated.status !== 'ok') return broken(`evaluate: ${failureOf(evaluated)}`)
  return { kind: 'scored', scores: ScoreReport.parse(jsonFile(evaluated, 'score.json')) }
}

export const scoresOf = (report: ScoreReport): Record<string, number> =>
  Object.fromEntries(
    Object.entries(report.scores).flatMap(([name, { score }]) =>
      score === null ? [] : [[name, score] as const],
    ),
  )

/**
 * Runs what the thresholds heed, and refuses a task whose reference is hardly ahead of it: in a second or two, before leaks
 * are looked for and the ladder is climbed.
 */
export async function runOwnPrograms(
  context: JobContext,
  shape: TaskShape,
  files: FileBytes,
): Promise<Refusal | { kind: 'ran'; submissions: FileBytes }> {
  const ran = await runTagged(context, files)
  if (ran.kind === 'refused') return ran
  const oracle = files[ORACLE] ?? new Uint8Array()
  const scored = await evaluate(context, shape, files, { ...ran.submissions, oracle })
  if (scored.kind === 'refused') return scored
  const { direction } = METRIC_FACTS[shape.metric]
  const refusal = refuseByOwnPrograms({ direction, scores: scoresOf(scored.scores) })
  return refusal === null ? ran : { ...refusal, scores: scored.scores }
}
