import type { Task, Thresholds } from '#lib/domain/artefacts/task.ts'
import { feedbackRowsOf, type Part } from '#lib/domain/feedback.ts'
import { policyOf } from '#lib/domain/gate-policy.ts'
import type { JudgedGate } from '#lib/domain/gates.ts'
import type { SandboxJob } from '#lib/domain/ports/sandbox.ts'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { METRIC_FACTS, RUNGS, type Rung } from '#lib/domain/vocabulary.ts'
import { encodeJson } from '#lib/pipeline/canonical.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** What the engine's tools must know of a task; known before the task is frozen. */
export type TaskShape = Pick<
  Task,
  'modality' | 'task' | 'metric' | 'target' | 'classes' | 'submissionColumns' | 'rows'
>

export const QUICK_RUNGS: readonly Rung[] = ['s0', 's1', 's2', 's3', 's4', 's7', 's8']
export const FULL_RUNGS: readonly Rung[] = RUNGS
export const GENERATOR_SEED = 0

const MB = 1_000_000
/** CPU limits are the honest ones; wall limits only end what hangs, as other jobs share the machine. */
const SLOW = { wallMs: 240_000, cpuS: 90 }
/** The checks of an evaluator run it some hundred times: 25 s on 20,000 rows of one number each. */
const MANY_RUNS = { wallMs: 480_000, cpuS: 150 }
/** What a statement tells an agent that a program may use is what a tagged solution gets. */
const PROGRAM = {
  wallMs: 1000 * RUNTIME.program.wallS,
  cpuS: RUNTIME.program.cpuS,
  memoryMB: RUNTIME.program.memoryMB,
}
/** A picture a row: as many files as rows, and half of the inodes are for what a program writes. */
const MANY_FILES = { inodes: 8192 }
/** The search budgets of the ladder, in seconds of its own clock. */
const BUDGETS = { s6: 8 }

const only = (files: FileBytes, wanted: (path: string) => boolean): FileBytes =>
  Object.fromEntries(Object.entries(files).filter(([path]) => wanted(path)))
const agent = (path: string) => path.startsWith('agent/')
const HIDDEN = ['judge/latent_train.csv', 'judge/latent_test.csv', 'judge/oracle.csv']

function shapeFile(shape: TaskShape, files: FileBytes): Record<string, unknown> {
  const tables = Object.keys(files)
    .filter((path) => /^agent\/(?!train|test|sample_submission)[^/]+\.csv$/.test(path))
    .map((path) => path.slice('agent/'.length))
  const { modality, task, metric, target, submissionColumns } = shape
  const { direction } = METRIC_FACTS[metric]
  const classes = shape.classes ?? []
  return {
    modality,
    task,
    metric,
    target,
    classes,
    submissionColumns,
    idColumn: 'id',
    direction,
    tables: tables.sort(),
    feedbackRows: feedbackRowsOf(shape.rows),
  }
}

/** Spec -> generator, rule, solutions. */
export const composeJob = (spec: Uint8Array): SandboxJob => ({
  id: 'compose',
  role: 'engine',
  program: { kind: 'module', name: 'sandmle.compose' },
  argv: ['--spec', 'spec.json', '--out', 'out'],
  files: { 'spec.json': spec },
  collect: [{ path: 'out/', maxBytes: 4 * MB }],
  limits: SLOW,
})

/** Spec -> the solutions that need no rule; the rest of the programs comes from elsewhere. */
export const composeGenericJob = (spec: Uint8Array): SandboxJob => {
  const job = composeJob(spec)
  return { ...job, id: 'compose-generic', argv: [...(job.argv ?? []), '--generic'] }
}

/** Whether a program parses; nothing of it is run. */
export const syntaxJob = (source: Uint8Array): SandboxJob => ({
  id: 'syntax',
  role: 'engine',
  program: { kind: 'module', name: 'sandmle.syntax' },
  argv: ['program.py'],
  files: { 'program.py': source },
  collect: [],
  limits: { wallMs: 20_000 },
})

/** Runs a task's own generator. `run` also seeds the process, so that two runs differ in all but their result. */
export const generateJob = (generator: Uint8Array, seed: number, run: number): SandboxJob => ({
  id: `generate-${run}`,
  role: 'generate',
  program: { kind: 'file', path: 'generate.py' },
  argv: ['--seed', String(seed), '--out', 'data'],
  files: { 'generate.py': generator },
  collect: [{ path: 'data/', maxBytes: 60 * MB }],
  seed: run,
  limits: { wallMs: 120_000, cpuS: 30, ...MANY_FILES },
})

/** Without the statement, which no tool of ours reads: what was measured before it was written is as good afterwards. */
const measured = (path: string) => agent(path) && path !== 'agent/description.md'

export function ladderJob(shape: TaskShape, files: FileBytes, rungs: readonly Rung[]): SandboxJob {
  const seen = only(files, (path) => measured(path) || HIDDEN.includes(path))
  return {
    id: 'ladder',
    role: 'engine',
    program: { kind: 'module', name: 'sandmle.ladder' },
    argv: ['--task', 'ladder.json', '--rungs', rungs.join(','), '--out', 'out'],
    files: { ...seen, 'ladder.json': encodeJson({ ...shapeFile(shape, files), budgetS: BUDGETS }) },
    collect: [{ path: 'out/', maxBytes: 32 * MB }],
    limits: { ...SLOW, ...MANY_FILES },
  }
}

/** One tagged solution on the agent view alone. */
export const solutionJob = (path: string, source: Uint8Array, files: FileBytes, run: number): SandboxJob => ({
  id: `solve-${run}-${path.split('/').at(-1)}`,
  role: 'solve',
  program: { kind: 'file', path: 'solution.py' },
  argv: ['--agent', 'agent', '--out', 'submission.csv'],
  files: { ...only(files, agent), 'solution.py': source },
  collect: [{ path: 'submission.csv', maxBytes: 8 * MB }],
  seed: run,
  limits: { ...PROGRAM, ...MANY_FILES },
})

/** How submissions are scored: on which rows, and with bootstrap intervals alone or of paired differences too. */
export type Scoring = { part?: Part; intervals?: boolean; pairs?: readonly string[] }

/**
 * Scores named submissions with the trusted kernel, on the reward rows unless another part is asked for. Answers and
 * solution code never meet in one cell.
 */
export function evaluateJob(
  shape: TaskShape,
  answer: Uint8Array,
  submissions: FileBytes,
  { part = 'reward', intervals = false, pairs = [] }: Scoring = {},
): SandboxJob {
  const named = Object.entries(submissions).map(([name, bytes]) => [`subs/${name}.csv`, bytes] as const)
  const bootstrap = intervals || pairs.length > 0 ? ['--bootstrap', '200', '--pairs', pairs.join(',')] : []
  return {
    id: 'evaluate',
    role: 'evaluate',
    program: { kind: 'module', name: 'sandmle.evaluate' },
    argv: [
      '--metric',
      shape.metric,
      '--answer',
      'answer.csv',
      '--part',
      part,
      '--submissions',
      'subs',
      '--task',
      'task.json',
      '--out',
      'score.json',
      ...bootstrap,
    ],
    files: {
      ...Object.fromEntries(named),
      'answer.csv': answer,
      'task.json': encodeJson(shapeFile(shape, {})),
    },
    collect: [{ path: 'score.json', maxBytes: MB }],
    limits: SLOW,
  }
}

/** Renders judge/evaluator.py with its thresholds. */
export function evaluatorJob(shape: TaskShape, thresholds: Thresholds): SandboxJob {
  const { median, bronze, silver, gold } = thresholds
  const plain = { median: median.value, bronze: bronze.value, silver: silver.value, gold: gold.value }
  return {
    id: 'evaluator',
    role: 'engine',
    program: { kind: 'module', name: 'sandmle.evaluator' },
    argv: ['--metric', shape.metric, '--task', 'task.json', '--out', 'evaluator.py'],
    files: { 'task.json': encodeJson({ ...shapeFile(shape, {}), thresholds: plain }) },
    collect: [{ path: 'evaluator.py', maxBytes: MB }],
    limits: { wallMs: 60_000, cpuS: 20 },
  }
}

/**
 * The policy of gates as their tool reads it: where it says already what a figure would come to, the tool measures no
 * further. The verdict is not the tool's.
 */
const limitsFor = (gates: readonly JudgedGate[]) =>
  Object.fromEntries(
    gates.map((gate) => [gate, policyOf(gate).map(({ id, of, is, limit }) => ({ id, of, is, limit }))]),
  )

export const inspectJob = (shape: TaskShape, files: FileBytes): SandboxJob => ({
  id: 'inspect',
  role: 'engine',
  program: { kind: 'module', name: 'sandmle.inspect' },
  argv: ['--task', 'inspect.json', '--out', 'measurements.json'],
  files: {
    ...only(files, (path) => measured(path) || /^judge\/[a-z_]+\.csv$/.test(path)),
    'inspect.json': encodeJson({
      ...shapeFile(shape, files),
      policy: limitsFor(['data-contract', 'leaks', 'difficulty']),
    }),
  },
  collect: [{ path: 'measurements.json', maxBytes: 2 * MB }],
  limits: { ...SLOW, ...MANY_FILES },
})

export function evaluatorChecksJob(shape: TaskShape, thresholds: Thresholds, files: FileBytes): SandboxJob {
  const { median, bronze, silver, gold } = thresholds
  const plain = { median: median.value, bronze: bronze.value, silver: silver.value, gold: gold.value }
  const needed = ['judge/evaluator.py', 'judge/answer.csv', 'agent/sample_submission.csv', 'judge/oracle.csv']
  return {
    id: 'evaluator-checks',
    role: 'evaluate',
    program: { kind: 'module', name: 'sandmle.evaluator_checks' },
    argv: ['--task', 'task.json', '--out', 'measurements.json'],
    files: {
      ...only(files, (path) => needed.includes(path)),
      'task.json': encodeJson({
        ...shapeFile(shape, files),
        thresholds: plain,
        policy: limitsFor(['evaluator']),
      }),
    },
    collect: [{ path: 'measurements.json', maxBytes: 2 * MB }],
    limits: MANY_RUNS,
  }
}
