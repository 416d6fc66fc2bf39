import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { RUNGS } from '#lib/domain/vocabulary.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

const at = (value: number) => ({ value, low: value, high: value })
const { task, manifest } = taskFixture('fair', {
  rows: { train: 160, test: 1000 },
  thresholds: { median: at(7), bronze: at(5), silver: at(4), gold: at(3) },
})
/** Errors of a fair task, from the dummy to the oracle. */
const LADDER = { s0: 10, s1: 9, s2: 8, s3: 7, s4: 7, s5: 5, s6: 4, s7: 2, s8: 1.9 }
const SOLUTIONS: TaggedSolution[] = [
  {
    path: 'solutions/constant__prior.py',
    tag: 'constant',
    title: 'Constant',
    permitted: ['below'],
    required: [],
  },
  {
    path: 'solutions/reference__rule.py',
    tag: 'reference',
    title: 'Reference',
    permitted: ['silver', 'gold'],
    required: ['gold'],
  },
]

const rawOf = (key: string, changes: Partial<RawTrial> = {}): RawTrial => ({
  key,
  kind: 'solution',
  program: key,
  inputHash: key,
  status: 'ok',
  failure: null,
  usage: { wallMs: 100, cpuMs: 90, maxRssMB: 40 },
  runtimeHash: task.runtimeHash,
  hashes: {},
  report: null,
  submissions: {},
  ...changes,
})

const answer = (gate: string, id: string) => ({
  gate,
  id,
  of: null,
  value: null,
  holds: true,
  against: null,
  message: 'fine',
  anchor: null,
})
const LOOKED = [
  answer('data-contract', 'files'),
  answer('leaks', 'target-copy'),
  { ...answer('difficulty', 'single-feature'), value: 0.3, holds: null },
]
const rung = { cpuS: 1, wallS: 1, program: 'a solver', error: null }
const written = Object.fromEntries(
  manifest.files
    .filter(({ path }) => path.endsWith('.csv'))
    .map(({ path, sha256 }) => [`data/${path}`, sha256]),
)
const RAWS: readonly RawTrial[] = [
  rawOf('generate/1', { kind: 'generate', hashes: written }),
  rawOf('generate/2', { kind: 'generate', hashes: written }),
  rawOf('inspect', {
    kind: 'inspect',
    report: { measurements: LOOKED },
  }),
  rawOf('evaluator-checks', { kind: 'evaluator', report: { measurements: [answer('evaluator', 'runs')] } }),
  rawOf('ladder', {
    kind: 'rung',
    report: { rungs: Object.fromEntries(RUNGS.map((name) => [name, rung])) },
  }),
  rawOf('solution/1/solutions/constant__prior.py'),
  rawOf('solution/1/solutions/reference__rule.py'),
  rawOf('solution/2/solutions/reference__rule.py'),
]

/** Evidence of a full certificate without a fault, but for what a test changes in its executions. */
export function evidenceOf(changes: Record<string, Partial<RawTrial>> = {}): Evidence {
  const scored = {
    ...LADDER,
    'run1--constant__prior': 10,
    'run1--reference__rule': 2.5,
    'run2--reference__rule': 2.5,
  }
  const scores = Object.fromEntries(
    Object.entries(scored).map(([name, score]) => [name, { valid: true, score, reason: null }]),
  )
  return {
    task,
    manifest,
    format: { task, contentHash: null, problems: [] },
    solutions: SOLUTIONS,
    raws: new Map(RAWS.map((raw) => [raw.key, { ...raw, ...changes[raw.key] }])),
    scores: { scores, intervals: {}, pairs: {} },
    measured: { kind: 'unreadable', why: 'the fixture has no files' },
  }
}
