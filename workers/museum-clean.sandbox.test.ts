import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Solutions } from '#lib/domain/artefacts/solutions.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { feedbackRowsOf, leastRewardRows } from '#lib/domain/feedback.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import type { GateOutcome } from '#lib/domain/gates.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { METRICS, TASK_TYPES } from '#lib/domain/vocabulary.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import {
  evaluateJob,
  evaluatorChecksJob,
  inspectJob,
  ladderJob,
  QUICK_RUNGS,
  solutionJob,
  type TaskShape,
} from '#lib/pipeline/engine-jobs.ts'
import { MeasurementsReport, ScoreReport } from '#lib/pipeline/engine-results.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { renderEvaluator, shapeOf } from '#lib/pipeline/roles/mlops.ts'
import { failureOf, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { cleanPlans, distinctPlans } from '#lib/pipeline/verify/clean-plans.fixture.ts'
import { measureDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import { failedChecks, judgeReport } from '#lib/pipeline/verify/judge-report.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'

/** How many plans that makes: tests are named before the catalogue is read. */
const DISTINCT = 20

let sandbox: Sandbox
let plans: Spec[] = []
let distinct: Spec[] = []
let mechanisms: string[] = []
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clean-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  const catalogue = await readCatalogue(sandbox)
  plans = cleanPlans(catalogue)
  distinct = distinctPlans(plans)
  mechanisms = catalogue.mechanisms.map(({ id }) => id)
})
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

const planned = (ordinal: number): Spec => {
  const spec = distinct[ordinal]
  if (!spec) throw new Error(`there is no plan ${ordinal}`)
  return spec
}

async function build(spec: Spec): Promise<{ files: FileBytes; shape: TaskShape }> {
  const built = await develop({ sandbox }, spec)
  if (built.kind === 'refused') throw new Error(`${built.reason}: ${built.message}`)
  const shape = shapeOf(spec, readDataFacts(spec, built.files).submissionColumns)
  return { files: built.files, shape }
}

async function runReference(files: FileBytes): Promise<Uint8Array> {
  const listed = Solutions.parse(JSON.parse(decodeText(files['judge/solutions.json'] ?? new Uint8Array())))
  const path = listed.solutions.find(({ tag }) => tag === 'reference')?.path ?? ''
  const source = files[`judge/${path}`] ?? new Uint8Array()
  const result = await runJob({ sandbox }, solutionJob(path, source, files, 1))
  const submission = result.files['submission.csv']
  if (!submission) throw new Error(`${path}: ${failureOf(result)}`)
  return submission
}

/** Scores of the quick rungs. The reference stands in for the searches s5 and s6, which take ten times as long. */
async function measure(shape: TaskShape, files: FileBytes): Promise<Record<string, number>> {
  const ladder = await runJob({ sandbox }, ladderJob(shape, files, QUICK_RUNGS))
  const rungs = QUICK_RUNGS.map((rung) => [rung, ladder.files[`out/${rung}.csv`] ?? new Uint8Array()])
  const submissions: FileBytes = { ...Object.fromEntries(rungs), s6: await runReference(files) }
  const answer = files['judge/answer.csv'] ?? new Uint8Array()
  const evaluated = await runJob({ sandbox }, evaluateJob(shape, answer, submissions))
  const { scores } = ScoreReport.parse(jsonFile(evaluated, 'score.json'))
  return Object.fromEntries(Object.entries(scores).map(([name, { score }]) => [name, score ?? Number.NaN]))
}

const checksOf = (outcomes: readonly GateOutcome[]) =>
  outcomes.flatMap(({ gate, checks }) => checks.map((check) => ({ gate, ...check })))

/** A default model may find a plan easy; the strategist then changes a knob. These must never be said of a clean task. */
const ALARMS = ['unlearnable', 'noisy', 'saturated']

describe.concurrent('no clean environment raises an alarm', () => {
  const ordinals = Array.from({ length: DISTINCT }, (_, ordinal) => ordinal)
  test.for(ordinals)(
    'environment %i is neither leaking, unlearnable, noisy nor saturated',
    async (ordinal, { expect }) => {
      const spec = planned(ordinal)
      const { files, shape } = await build(spec)
      const inspected = await runJob({ sandbox }, inspectJob(shape, files))
      const looked = judgeReport(MeasurementsReport.parse(jsonFile(inspected, 'measurements.json')))
      const seen = checksOf(looked)
      expect(new Set(seen.map(({ gate }) => gate))).toEqual(new Set(['data-contract', 'leaks', 'difficulty']))
      const climb = measureDifficulty(spec.metric, await measure(shape, files), null)
      const climbed = judgeMeasurements('difficulty', climb.measurements)
      expect(climbed.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(ALARMS))
      const alarms = [...seen, ...checksOf([climbed])].filter(
        ({ gate, id, passed }) => !passed && (gate !== 'difficulty' || ALARMS.includes(id)),
      )
      const name = `${spec.mechanisms[0]?.id}, ${spec.task}, ${spec.metric}`
      expect(alarms.map(({ id, message }) => `${name}: ${id}: ${message}`)).toEqual([])
    },
  )
})

describe.concurrent('macro F1, under which answers of other rows are worth something', () => {
  test.for([2, 3])('an honest task of %i classes passes the evaluator gate', async (classes, { expect }) => {
    const task = classes === 2 ? 'binary' : 'multiclass'
    const spec = plans.find((plan) => plan.task === task)
    if (!spec) throw new Error(`there is no clean plan of a ${task} task`)
    const test = leastRewardRows('macro-f1') + feedbackRowsOf(spec.rows)
    const even: Spec = {
      ...spec,
      metric: 'macro-f1',
      rows: { ...spec.rows, test },
      imbalance: task === 'binary' ? 0.5 : 1,
    }
    const { files, shape } = await build(even)
    const at = (value: number) => ({ value, low: value, high: value })
    const thresholds = { median: at(0.55), bronze: at(0.6), silver: at(0.65), gold: at(0.7) }
    const wrote = await renderEvaluator({ sandbox })({ shape, thresholds, files })
    if (wrote.kind === 'refused') throw new Error(wrote.message)
    const whole = { ...files, 'judge/evaluator.py': wrote.evaluator }
    const checked = await runJob({ sandbox }, evaluatorChecksJob(shape, thresholds, whole))
    const outcomes = judgeReport(MeasurementsReport.parse(jsonFile(checked, 'measurements.json')))
    expect(checksOf(outcomes).length).toBeGreaterThan(8)
    expect(failedChecks(outcomes)).toEqual([])
  })
})

test('they cover every mechanism, task and metric of the engine', () => {
  expect(distinct.length).toBe(DISTINCT)
  expect(new Set(distinct.map((plan) => plan.mechanisms[0]?.id))).toEqual(new Set(mechanisms))
  expect(new Set(distinct.map(({ task }) => task))).toEqual(new Set(TASK_TYPES))
  expect(new Set(distinct.map(({ metric }) => metric))).toEqual(new Set(METRICS))
})
