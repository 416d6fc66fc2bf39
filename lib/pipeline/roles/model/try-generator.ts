import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { GateId } from '#lib/domain/gates.ts'
import { TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { decodeText, hashOf } from '#lib/pipeline/canonical.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { GENERATOR_SEED, generateJob, inspectJob } from '#lib/pipeline/engine-jobs.ts'
import { MeasurementsReport } from '#lib/pipeline/engine-results.ts'
import { moved } from '#lib/pipeline/roles/developer.ts'
import { shapeOf } from '#lib/pipeline/roles/mlops.ts'
import type { Reading } from '#lib/pipeline/roles/model/converse.ts'
import { foreignNames } from '#lib/pipeline/roles/model/told-facts.ts'
import { type JobContext, jsonFile, logTail, runJob } from '#lib/pipeline/run-job.ts'
import { tellsSecret } from '#lib/pipeline/secret-notations.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { underSecret } from '#lib/pipeline/task-secret.ts'
import { failedChecks, judgeReport } from '#lib/pipeline/verify/judge-report.ts'

const EXPECTED = [
  'agent/train.csv',
  'agent/test.csv',
  'agent/sample_submission.csv',
  'judge/answer.csv',
  'judge/oracle.csv',
  'judge/latent_train.csv',
  'judge/latent_test.csv',
]
/** Gates whose findings a new generator can answer; difficulty is the strategist's to change. */
const FIXED: readonly GateId[] = ['data-contract', 'leaks']
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const problem = (message: string): Reading<never> => ({ kind: 'problem', message })

/**
 * Runs the generator twice under the trial secret of `trial`, as the same bytes must come from it; its files, or what is
 * wrong. What is said of them goes to the model's provider.
 */
export async function tryGenerator(
  context: JobContext,
  trial: Spec,
  source: string,
): Promise<Reading<FileBytes>> {
  const generator = underSecret(source, trial.secret)
  if (generator === null)
    return problem(
      'generate.py must hold the line `SECRET = [0, 0, 0, 0]` once, as it stands; the installation fills it.',
    )
  const program = encode(generator)
  const [first, second] = [
    await runJob(context, generateJob(program, GENERATOR_SEED, 1)),
    await runJob(context, generateJob(program, GENERATOR_SEED, 2)),
  ]
  if (first.status !== 'ok') return problem(`generate.py failed:\n${logTail(first)}`)
  const files = moved(first.files, 'data/', '')
  const missing = EXPECTED.filter((path) => files[path] === undefined)
  if (missing.length > 0) return problem(`generate.py wrote no ${missing.join(', no ')}.`)
  const spare = unexpectedFiles(trial, Object.keys(files))
  if (spare.length > 0)
    return problem(`generate.py wrote files that no task has: ${spare.slice(0, 5).join(', ')}.`)
  const again = moved(second.files, 'data/', '')
  const differing = Object.keys(files).filter(
    (path) => hashOf(files[path] ?? encode('')) !== hashOf(again[path] ?? encode('')),
  )
  if (differing.length > 0)
    return problem(
      `Two runs of generate.py with one seed differ in ${differing.slice(0, 5).join(', ')}. Every random draw must come from SECRET, the seed and a named purpose.`,
    )
  const wrong = shapeProblem(trial, files) ?? (await inspectionProblem(context, trial, files))
  return wrong ?? { kind: 'ok', value: files }
}

/**
 * The files of the task itself, by a generator that held on trial; null where they are not what they were there. The
 * model is told nothing of this run: it knows the task's secret. The gates say the rest.
 */
export async function generateTask(
  context: JobContext,
  spec: Spec,
  source: string,
): Promise<FileBytes | null> {
  const generator = underSecret(source, spec.secret)
  if (generator === null) return null
  const result = await runJob(context, generateJob(encode(generator), GENERATOR_SEED, 1))
  if (result.status !== 'ok') return null
  const files = moved(result.files, 'data/', '')
  if (EXPECTED.some((path) => files[path] === undefined)) return null
  if (unexpectedFiles(spec, Object.keys(files)).length > 0 || shapeProblem(spec, files)) return null
  const isTold = Object.entries(files).some(
    ([path, bytes]) => path.endsWith('.csv') && tellsSecret(decodeText(bytes), spec.secret),
  )
  return isTold ? null : { ...files, 'judge/generate.py': encode(generator) }
}

/** What the inspection of the gates says of the data contract and of leaks, while the developer can still fix it. */
async function inspectionProblem(
  context: JobContext,
  spec: Spec,
  files: FileBytes,
): Promise<Reading<never> | null> {
  const { submissionColumns } = readDataFacts(spec, files)
  const result = await runJob(context, inspectJob(shapeOf(spec, submissionColumns), files))
  if (result.status !== 'ok') return problem(`The files could not be inspected:\n${logTail(result)}`)
  const outcomes = judgeReport(MeasurementsReport.parse(jsonFile(result, 'measurements.json')))
  const failed = failedChecks(outcomes.filter(({ gate }) => FIXED.includes(gate)))
  if (failed.length === 0) return null
  return problem(failed.map(({ id, message }) => `${id}: ${message}`).join('\n'))
}

/** Files below DIR that the task's form does not have: nobody looks into them, so nothing may hide there. */
export function unexpectedFiles(
  spec: Pick<Spec, 'columns' | 'modality'>,
  paths: readonly string[],
): string[] {
  const tables = spec.columns.flatMap(({ table }) => (table === 'main' ? [] : [`agent/${table}.csv`]))
  const isFile = (path: string) =>
    (spec.modality === 'image' && /^agent\/images\/[0-9a-f]+\.png$/.test(path)) ||
    (spec.modality === 'audio' && /^agent\/audio\/[0-9a-f]+\.wav$/.test(path))
  return paths.filter((path) => !EXPECTED.includes(path) && !tables.includes(path) && !isFile(path))
}

/** What the files must agree with: the rows and the target of the plan, and the columns of a submission. */
function shapeProblem(spec: Spec, files: FileBytes): Reading<never> | null {
  const facts = readDataFacts(spec, files)
  if (facts.trainRows < TRAIN_ROWS[0] || facts.trainRows > TRAIN_ROWS[1])
    return problem(
      `agent/train.csv has ${facts.trainRows} rows; the plan asks for ${spec.rows.train}, ${TRAIN_ROWS.join(' to ')} are allowed.`,
    )
  if (facts.testRows !== spec.rows.test)
    return problem(`agent/test.csv has ${facts.testRows} rows; the plan asks for ${spec.rows.test}.`)
  const header =
    decodeText(files['agent/train.csv'] ?? encode(''))
      .split('\n', 1)[0]
      ?.trim()
      .split(',') ?? []
  const planned = spec.columns.filter(({ table }) => table === 'main').map(({ name }) => name)
  const lost = ['id', spec.target.name, ...planned].filter((name) => !header.includes(name))
  if (lost.length > 0) return problem(`agent/train.csv lacks the columns ${lost.join(', ')}.`)
  const foreign = foreignNames(spec, facts)
  if (foreign.length > 0)
    return problem(`The tables have columns that the plan does not: ${foreign.slice(0, 5).join(', ')}.`)
  return null
}
