import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { calibrateLadder, pairsOf } from '#lib/pipeline/calibrate.ts'
import { classLabels, readDataFacts } from '#lib/pipeline/data-facts.ts'
import { evaluatorJob, FULL_RUNGS, inspectJob, ladderJob, type TaskShape } from '#lib/pipeline/engine-jobs.ts'
import { LadderReport, MeasurementsReport, type ScoreReport } from '#lib/pipeline/engine-results.ts'
import { broken, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { evaluate, runOwnPrograms, scoresOf } from '#lib/pipeline/roles/own-programs.ts'
import { failureOf, inputHashOf, type JobContext, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { measureDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import { judgeReport } from '#lib/pipeline/verify/judge-report.ts'
import type { PlannedTrial } from '#lib/pipeline/verify/planned-trial.ts'
import { type RawTrial, rawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import { rejectionOf } from '#lib/pipeline/verify/reasons.ts'

export type EngineContext = JobContext & { engineVersion: string }
export type Calibrated = {
  kind: 'calibrated'
  files: FileBytes
  thresholds: Thresholds
  /** Executions that are kept for verification, and the scores of the ladder's rungs and of the reference. */
  ladder: RawTrial
  inspection: RawTrial
  scores: ScoreReport
  respaced: string[]
}

export function shapeOf(spec: Spec, submissionColumns: string[]): TaskShape {
  const { modality, task, metric, target, rows } = spec
  return { modality, task, metric, target: target.name, classes: classLabels(spec), submissionColumns, rows }
}

/** One execution as a certificate keeps it. */
async function runTool({ engineVersion, ...context }: EngineContext, trial: PlannedTrial): Promise<RawTrial> {
  const result = await runJob(context, trial.job)
  const { runtimeHash } = result.sandbox
  return rawTrial(trial, inputHashOf(trial.job, { runtimeHash, engineVersion }), result)
}

async function runLadder(
  context: EngineContext,
  shape: TaskShape,
  files: FileBytes,
): Promise<Refusal | { kind: 'ran'; raw: RawTrial }> {
  const job = ladderJob(shape, files, FULL_RUNGS)
  const raw = await runTool(context, { key: 'ladder', kind: 'rung', program: 'ladder', job })
  if (raw.failure !== null) return broken(`ladder: ${raw.failure}`)
  const report = LadderReport.parse(raw.report)
  const failed = Object.entries(report.rungs).find(([, rung]) => rung.error !== null)
  if (failed) return broken(`ladder ${failed[0]}: ${failed[1].error}`)
  return { kind: 'ran', raw }
}

/** Leaks are looked for before anything is frozen: they are cheap to find and a redraw may close them. */
async function screenLeaks(
  context: EngineContext,
  shape: TaskShape,
  files: FileBytes,
): Promise<Refusal | { kind: 'ran'; raw: RawTrial }> {
  const job = inspectJob(shape, files)
  const raw = await runTool(context, { key: 'inspect', kind: 'inspect', program: 'inspect', job })
  if (raw.failure !== null) return broken(`inspect: ${raw.failure}`)
  const rejection = rejectionOf(judgeReport(MeasurementsReport.parse(raw.report)))
  if (rejection === null) return { kind: 'ran', raw }
  return { kind: 'refused', reason: rejection.reason, message: rejection.message }
}

export type EvaluatorWriter = (measured: {
  shape: TaskShape
  thresholds: Thresholds
  files: FileBytes
}) => Promise<{ kind: 'written'; evaluator: Uint8Array } | Refusal>

/** The engine's own evaluator: the trusted kernel, pasted into one file with the thresholds. */
export const renderEvaluator =
  (context: JobContext): EvaluatorWriter =>
  async ({ shape, thresholds }) => {
    const rendered = await runJob(context, evaluatorJob(shape, thresholds))
    const evaluator = rendered.files['evaluator.py']
    if (rendered.status !== 'ok' || !evaluator) return broken(`evaluator: ${failureOf(rendered)}`)
    return { kind: 'written', evaluator }
  }

/**
 * The MLOps engineer: runs the task's own programs, climbs the solver ladder, scores both with the trusted kernel,
 * sets the thresholds and has the evaluator written. Whoever writes it, the measuring is the engine's. What a gate would refuse for its difficulty or for leaks is refused
 * here, before anything is frozen, with the reason that lets the strategist change a knob.
 */
export async function operate(
  context: EngineContext,
  spec: Spec,
  files: FileBytes,
  writeEvaluator: EvaluatorWriter,
): Promise<Calibrated | Refusal> {
  const facts = readDataFacts(spec, files)
  const shape = shapeOf(spec, facts.submissionColumns)
  const own = await runOwnPrograms(context, shape, files)
  if (own.kind === 'refused') return own
  const screened = await screenLeaks(context, shape, files)
  if (screened.kind === 'refused') return screened
  const ladder = await runLadder(context, shape, files)
  if (ladder.kind === 'refused') return ladder
  const submissions = { ...ladder.raw.submissions, ...own.submissions }
  const pairs = pairsOf(Object.keys(submissions))
  const evaluated = await evaluate(context, shape, files, submissions, { pairs })
  if (evaluated.kind === 'refused') return evaluated
  const { scores } = evaluated
  const invalid = Object.entries(scores.scores).find(([, score]) => !score.valid)
  if (invalid) return broken(`${invalid[0]} wrote an invalid submission: ${invalid[1].reason}`)
  const measured = scoresOf(scores)
  const climbed = measureDifficulty(spec.metric, measured, null).measurements
  const hard = rejectionOf([judgeMeasurements('difficulty', climbed)])
  if (hard) return { kind: 'refused', reason: hard.reason, message: hard.message, scores }
  const pairedSe = Object.fromEntries(Object.entries(scores.pairs).map(([pair, { se }]) => [pair, se]))
  const { direction } = METRIC_FACTS[spec.metric]
  const calibrated = calibrateLadder({ direction, scores: measured, intervals: scores.intervals, pairedSe })
  if (calibrated.kind === 'refused') return { ...calibrated, scores }
  const { thresholds, respaced } = calibrated
  const wrote = await writeEvaluator({ shape, thresholds, files })
  if (wrote.kind === 'refused') return wrote
  const written = { 'judge/evaluator.py': wrote.evaluator }
  const kept = { ladder: ladder.raw, inspection: screened.raw }
  return { kind: 'calibrated', files: written, thresholds, ...kept, scores, respaced }
}
