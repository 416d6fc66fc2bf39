import type { Sandbox, SandboxJob, SandboxResult, SandboxStatus } from '#lib/domain/ports/sandbox.ts'
import { underPolicy } from '#lib/domain/solution-policy.ts'
import { METRIC_FACTS, METRICS, SOLUTION_TAGS } from '#lib/domain/vocabulary.ts'

/** What happens to a job: a status, or a promise that ends with the abort signal. */
export type Behaviour = (job: SandboxJob) => SandboxStatus | 'hang'

const text = (content: string) => new TextEncoder().encode(content)
const json = (value: unknown) => text(JSON.stringify(value))
const read = (job: SandboxJob, path: string): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(job.files[path] ?? text('{}'))) as Record<string, unknown>

const SCORES: Record<string, number> = {
  s0: 0.5,
  s1: 0.6,
  s2: 0.66,
  s3: 0.7,
  s4: 0.71,
  s5: 0.76,
  s6: 0.8,
  s7: 0.92,
  s8: 0.95,
  reference: 0.9,
}
const TAG_SCORES: Partial<Record<string, number>> = {
  'simple-baseline': 0.66,
  default: 0.71,
  engineered: 0.76,
  reference: 0.9,
}
/** Score of a submission by the tag in its name; equal for equal names, so re-runs agree. */
function scoreOf(name: string): number {
  const tag = /^(?:run\d|shipped)--([a-z-]+)__/.exec(name)?.[1]
  return tag === undefined ? (SCORES[name] ?? 0.9) : (TAG_SCORES[tag] ?? 0.5)
}

/** One solution a tag; its name tells the double what it scores. */
const SOLUTIONS = SOLUTION_TAGS.map((tag) => {
  const name = tag === 'constant' ? 'mean' : tag === 'reference' ? 'rule' : 'plain'
  return underPolicy(`solutions/${tag}__${name}.py`, tag, tag)
})

const rows = (count: number, offset: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${(offset + i).toString(16).padStart(8, '0')}${line(i)}`).join(
    '\n',
  )

/** The generator writes the same bytes for the same program, which carries the spec's hash-like secret. */
function generated(job: SandboxJob): Record<string, Uint8Array> {
  const program = new TextDecoder().decode(job.files['generate.py'])
  const [target = 'y', mark = ''] = program.split(' ')
  const answers = `id,${target}\n${rows(20, 4096, (i) => `,${i % 2}`)}\n`
  return {
    'data/agent/train.csv': text(`id,x,${target}\n${rows(60, 256, (i) => `,${i},${i % 2}`)}\n`),
    'data/agent/test.csv': text(`id,x\n${rows(20, 4096, (i) => `,${i}${mark.slice(0, 2).length}`)}\n`),
    'data/agent/sample_submission.csv': text(`id,${target}\n${rows(20, 4096, () => ',0.5')}\n`),
    'data/judge/answer.csv': text(answers),
    'data/judge/oracle.csv': text(`${answers}\n`),
    'data/judge/latent_train.csv': text(`id,z\n${rows(60, 256, () => ',1')}\n`),
    'data/judge/latent_test.csv': text(`id,z\n${rows(20, 4096, () => ',2')}\n`),
  }
}

function composed(job: SandboxJob): Record<string, Uint8Array> {
  const spec = read(job, 'spec.json') as { target?: { name?: string }; secret?: string }
  const program = `${spec.target?.name} ${spec.secret}`
  return {
    'out/generate.py': text(program),
    'out/rule.md': text(`# Rule ${spec.secret}`),
    'out/solutions.json': json({ format: 'sandmle-solutions/1', solutions: SOLUTIONS }),
    ...Object.fromEntries(SOLUTIONS.map(({ path, tag }) => [`out/${path}`, text(tag)])),
  }
}

function laddered(job: SandboxJob): Record<string, Uint8Array> {
  const rungs = (job.argv?.[3] ?? '').split(',')
  const report = Object.fromEntries(
    rungs.map((rung) => [rung, { cpuS: 0.1, wallS: 0.1, program: rung, error: null }]),
  )
  return {
    'out/ladder.json': json({ rungs: report }),
    ...Object.fromEntries(rungs.map((rung) => [`out/${rung}.csv`, text(rung)])),
  }
}

function evaluated(job: SandboxJob): Record<string, Uint8Array> {
  const names = Object.keys(job.files).flatMap((path) => /^subs\/(.+)\.csv$/.exec(path)?.[1] ?? [])
  // Any metric's direction: minimised ones see the mirrored scores.
  const minimise = METRICS.some((one) => one === job.argv?.[1] && METRIC_FACTS[one].direction === 'minimize')
  const value = (name: string) => (minimise ? Math.round((1.2 - scoreOf(name)) * 1e5) / 1e5 : scoreOf(name))
  const scores = Object.fromEntries(
    names.map((name) => [name, { valid: true, score: value(name), reason: null }]),
  )
  const intervals = Object.fromEntries(
    names.map((name) => [name, { low: value(name) - 0.005, high: value(name) + 0.005, se: 0.002 }]),
  )
  return { 'score.json': json({ scores, intervals, pairs: {} }) }
}

const fine = (gate: string, id: string) => ({
  gate,
  id,
  of: null,
  value: 0,
  holds: true,
  against: null,
  message: 'ok',
  anchor: null,
})

/** Programs of the double are words; one with an open bracket does not parse. */
const syntaxOf = (job: SandboxJob) =>
  new TextDecoder().decode(job.files['program.py']).includes('(')
    ? { line: 1, message: "'(' was never closed" }
    : null

function filesOf(job: SandboxJob): Record<string, Uint8Array> {
  const name = job.program.kind === 'module' ? job.program.name : job.program.path
  switch (name) {
    case 'sandmle.compose':
      return composed(job)
    case 'generate.py':
      return generated(job)
    case 'sandmle.ladder':
      return laddered(job)
    case 'sandmle.evaluate':
      return evaluated(job)
    case 'sandmle.evaluator':
      return { 'evaluator.py': text('evaluator') }
    case 'sandmle.inspect':
      return {
        'measurements.json': json({
          measurements: [
            fine('data-contract', 'files'),
            fine('leaks', 'target-copy'),
            fine('difficulty', 'single-feature'),
          ],
        }),
      }
    case 'sandmle.evaluator_checks':
      return { 'measurements.json': json({ measurements: [fine('evaluator', 'runs')] }) }
    default:
      return { 'submission.csv': text(`submission of ${new TextDecoder().decode(job.files['solution.py'])}`) }
  }
}

/**
 * A sandbox that runs nothing: each job of the engine is answered from its inputs, or fails as `behave` says. Only for
 * tests of what happens around the sandbox; the real one is tested with real programs.
 */
export function sandboxDouble(behave: Behaviour = () => 'ok'): Sandbox & { jobs: SandboxJob[] } {
  const jobs: SandboxJob[] = []
  const facts = {
    backend: 'cold' as const,
    layers: [],
    memoryCap: 'watchdog' as const,
    policyHash: 'p',
    runtimeHash: 'r',
  }
  return {
    jobs,
    capabilities: { kind: 'available', ...facts, weaker: [], runtime: 'double', pinned: true, probes: [] },
    health: () => ({ state: 'serving', reason: null, lastFault: null }),
    async run(job, signal): Promise<SandboxResult> {
      jobs.push(job)
      const status = behave(job)
      if (status === 'hang')
        return new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
        )
      const isSyntax = job.program.kind === 'module' && job.program.name === 'sandmle.syntax'
      const base = {
        stdout: isSyntax ? JSON.stringify({ problem: syntaxOf(job) }) : '',
        stderr: status === 'ok' ? '' : `it was ${status}`,
        truncated: false,
        refused: {},
      }
      const usage = { wallMs: 5, cpuMs: 5, maxRssMB: 10 }
      return {
        status,
        code: status === 'ok' ? 0 : 1,
        files: status === 'ok' ? filesOf(job) : {},
        usage,
        sandbox: facts,
        ...base,
      }
    },
    close: async () => undefined,
  }
}
