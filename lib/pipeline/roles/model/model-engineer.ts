import type { Thresholds } from '#lib/domain/artefacts/task.ts'
import { extractBlock } from '#lib/domain/extract-json-blocks.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { evaluatorChecksJob, GENERATOR_SEED, generateJob, type TaskShape } from '#lib/pipeline/engine-jobs.ts'
import { MeasurementsReport } from '#lib/pipeline/engine-results.ts'
import { metricStatement } from '#lib/pipeline/metric-statement.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import { broken, moved, type Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import { type JobContext, jsonFile, logTail, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { trialSecretOf, underSecret } from '#lib/pipeline/task-secret.ts'
import { failedChecks, judgeReport } from '#lib/pipeline/verify/judge-report.ts'

const ANSWER_LINES = 4
const firstLines = (bytes: Uint8Array | undefined): string =>
  decodeText(bytes ?? new Uint8Array())
    .split('\n')
    .slice(0, ANSWER_LINES)
    .join('\n')

/**
 * A model's evaluator is a claim. It runs alone in its cell against the junk suite, the metamorphic checks and the
 * trusted kernel, as gate 4 will do again; the thresholds that it must print were measured without it.
 */
async function readEvaluator(
  context: JobContext,
  measured: { shape: TaskShape; thresholds: Thresholds; files: FileBytes },
  text: string,
): Promise<Reading<Uint8Array>> {
  const found = extractBlock(text, 'evaluator.py', { alone: true })
  if (found.kind === 'failure') return { kind: 'problem', message: found.message }
  const evaluator = new TextEncoder().encode(`${found.block.code.trimEnd()}\n`)
  const { shape, thresholds, files } = measured
  const job = evaluatorChecksJob(shape, thresholds, { ...files, 'judge/evaluator.py': evaluator })
  const result = await runJob(context, job)
  if (result.status !== 'ok')
    return { kind: 'problem', message: `The checks of evaluator.py ended early:\n${logTail(result)}` }
  const failed = failedChecks(judgeReport(MeasurementsReport.parse(jsonFile(result, 'measurements.json'))))
  if (failed.length === 0) return { kind: 'ok', value: evaluator }
  return { kind: 'problem', message: failed.map(({ id, message }) => `${id}: ${message}`).join('\n') }
}

const NO_TRIAL = broken(
  'generate.py makes no data under a trial secret; it needs one line SECRET = [a, b, c, d]',
)

/**
 * The task's data under a secret of no task: what an evaluator prints of the answers goes to the model's provider, and
 * these are nobody's. Null where the generator cannot be run so.
 */
async function trialData(context: JobContext, shape: TaskShape, files: FileBytes): Promise<FileBytes | null> {
  const generator = decodeText(files['judge/generate.py'] ?? new Uint8Array())
  const program = underSecret(generator, trialSecretOf(shape))
  if (program === null) return null
  const result = await runJob(context, generateJob(new TextEncoder().encode(program), GENERATOR_SEED, 1))
  return result.status === 'ok' ? moved(result.files, 'data/', '') : null
}

/** The MLOps engineer's evaluator.py written by a model, for thresholds that the engine has measured. */
export async function evaluatorByModel(
  context: JobContext,
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt; repair: number },
  measured: { shape: TaskShape; thresholds: Thresholds; files: FileBytes },
): Promise<{ kind: 'written'; evaluator: Uint8Array } | Refusal> {
  const { shape, thresholds } = measured
  const files = await trialData(context, shape, measured.files)
  if (files === null) return NO_TRIAL
  const { direction, submission } = METRIC_FACTS[shape.metric]
  const talk = await converse(models, {
    ...role,
    role: 'mlops-engineer',
    schema: null,
    values: {
      metric: metricStatement(shape.metric),
      direction,
      submission,
      header: ['id', ...shape.submissionColumns].join(','),
      classes: shape.classes?.join(', ') ?? 'none: the target is a number',
      target: shape.target,
      thresholds: JSON.stringify(
        Object.fromEntries(
          Object.entries(thresholds).map(([tier, { value }]) => [`${tier}_threshold`, value]),
        ),
      ),
      answer: firstLines(files['judge/answer.csv']),
      sample: firstLines(files['agent/sample_submission.csv']),
    },
    read: (text) => readEvaluator(context, { shape, thresholds, files }, text),
  })
  return talk.kind === 'done' ? { kind: 'written', evaluator: talk.value } : talk
}
