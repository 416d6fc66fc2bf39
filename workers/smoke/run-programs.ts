import { z } from 'zod'
import { tierOf } from '#lib/domain/tiers.ts'
import type { RolloutOutcome } from '#lib/domain/training.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'
import { decodeText, encodeJson } from '#lib/pipeline/canonical.ts'
import { evaluateJob } from '#lib/pipeline/engine-jobs.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { failureOf, InfraFault, type JobContext, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { type Choices, nameOfChoices } from '#lib/training/smoke/grammar.ts'
import { PROGRAM_LIMITS } from '#lib/training/smoke/learner.ts'
import { type LoadedEnvironment, programsACell, statedOf } from '#workers/smoke/loaded-environment.ts'

const MB = 1_000_000
export type Request = { environment: LoadedEnvironment; choices: Choices }
export type Ran = {
  outcome: RolloutOutcome
  score: number | null
  tier: Tier | null
  cpuMs: number
  wallMs: number
  /** What the program or the evaluator said. */
  output: string
  source: string
}
/** What was run before: the same program in the same environment has the same score. Machine faults are not kept. */
export type Memo = Map<string, Ran>

const Report = z.record(
  z.string(),
  z.object({
    status: z.enum(['ok', 'failed', 'timeout', 'touched']),
    cpuMs: z.number(),
    wallMs: z.number(),
    output: z.string(),
  }),
)
type Entry = z.infer<typeof Report>[string]
type Planned = { name: string; source: string }

export const memoKey = ({ environment, choices }: Request): string =>
  `${environment.name} ${nameOfChoices(choices)}`

/** Has the grammar write programs, in a cell of its own. */
export async function renderPrograms(context: JobContext, requests: readonly Request[]): Promise<string[]> {
  const programs = requests.map(({ environment, choices }, number) => ({
    name: `p${number}`,
    task: statedOf(environment),
    choices,
  }))
  const ran = await runJob(context, {
    id: 'smoke-render',
    role: 'engine',
    program: { kind: 'module', name: 'sandmle.grammar' },
    argv: ['--programs', 'programs.json', '--out', 'out'],
    files: { 'programs.json': encodeJson(programs) },
    collect: [{ path: 'out/', maxBytes: 32 * MB }],
    limits: { wallMs: 120_000, cpuS: 60 },
  })
  if (ran.status !== 'ok') throw new Error(`The grammar failed: ${failureOf(ran)}`)
  return programs.map(({ name }) => {
    const source = ran.files[`out/${name}.py`]
    if (source === undefined) throw new Error(`The grammar wrote no ${name}.py`)
    return decodeText(source)
  })
}

type Solved = { report: z.infer<typeof Report>; files: FileBytes }

/** Runs programs of one environment in one cell that holds its agent view and nothing else of it. */
async function solve(
  context: JobContext,
  environment: LoadedEnvironment,
  programs: readonly Planned[],
): Promise<Solved> {
  const sources = programs.map(({ name, source }) => [
    `programs/${name}.py`,
    new TextEncoder().encode(source),
  ])
  const ran = await runJob(context, {
    id: `smoke-solve-${environment.name}`,
    role: 'solve',
    program: { kind: 'module', name: 'sandmle.smoke' },
    argv: ['--limits', JSON.stringify(PROGRAM_LIMITS), '--out', 'out'],
    files: { ...environment.agent, ...Object.fromEntries(sources) },
    collect: [{ path: 'out/', maxBytes: 32 * MB }],
    limits: {
      wallMs: 30_000 + programs.length * (PROGRAM_LIMITS.wallS + 5) * 1000,
      cpuS: 120,
      diskMB: 128,
      inodes: 16_384,
    },
  })
  if (ran.status === 'ok') return { report: Report.parse(jsonFile(ran, 'out/report.json')), files: ran.files }
  // A budget of the whole cell was spent: who spent it is known only of a program that was alone.
  const [first, ...others] = programs
  if (first === undefined || others.length > 0) {
    const alone = await Promise.all(programs.map((program) => solve(context, environment, [program])))
    return {
      report: Object.assign({}, ...alone.map(({ report }) => report)),
      files: Object.assign({}, ...alone.map(({ files }) => files)),
    }
  }
  const { wallMs, cpuMs } = ran.usage
  const status = ran.status === 'wall' || ran.status === 'cpu' ? ('timeout' as const) : ('failed' as const)
  return { report: { [first.name]: { status, cpuMs, wallMs, output: failureOf(ran) } }, files: {} }
}

/** Scores submissions of one environment with the trusted kernel, in a cell where no solution runs. */
async function score(context: JobContext, environment: LoadedEnvironment, submissions: FileBytes) {
  if (Object.keys(submissions).length === 0) return {}
  const ran = await runJob(context, evaluateJob(environment.shape, environment.answer, submissions))
  if (ran.status !== 'ok') throw new InfraFault(`smoke-score-${environment.name}`, failureOf(ran))
  return ScoreReport.parse(jsonFile(ran, 'score.json')).scores
}

const OUTCOMES = { failed: 'failed', touched: 'failed', timeout: 'timeout' } as const

function judged(
  environment: LoadedEnvironment,
  entry: Entry,
  scored: { valid: boolean; score: number | null; reason: string | null } | undefined,
): Omit<Ran, 'source'> {
  const { cpuMs, wallMs, output } = entry
  const spent = { cpuMs, wallMs }
  if (entry.status !== 'ok') {
    const outcome = OUTCOMES[entry.status]
    const why = entry.status === 'touched' ? 'It changed files that were not its own.' : output
    return { outcome, score: null, tier: 'fail', output: why, ...spent }
  }
  if (!scored?.valid || scored.score === null)
    return { outcome: 'invalid', score: null, tier: 'fail', output: scored?.reason ?? 'not scored', ...spent }
  const tier = tierOf(
    scored.score,
    thresholdValues({ thresholds: environment.thresholds }),
    environment.direction,
  )
  return { outcome: 'scored', score: scored.score, tier, output, ...spent }
}

/** Programs of one environment, run and scored. Those behind one that touched what is not its own get a new cell. */
async function runIn(
  context: JobContext,
  environment: LoadedEnvironment,
  programs: readonly Planned[],
): Promise<Map<string, Ran>> {
  const done = new Map<string, Ran>()
  let left = programs
  while (left.length > 0) {
    const { report, files } = await solve(context, environment, left)
    const submissions = Object.fromEntries(
      left.flatMap(({ name }): [string, Uint8Array][] => {
        const bytes = files[`out/${name}.csv`]
        return bytes === undefined ? [] : [[name, bytes]]
      }),
    )
    const scores = await score(context, environment, submissions)
    for (const { name, source } of left) {
      const entry = report[name]
      if (entry) done.set(name, { ...judged(environment, entry, scores[name]), source })
    }
    const rest = left.filter(({ name }) => !done.has(name))
    if (rest.length === left.length)
      throw new InfraFault(`smoke-solve-${environment.name}`, 'no program was run')
    left = rest
  }
  return done
}

const lost = (source: string, error: InfraFault): Ran => ({
  outcome: 'infra',
  score: null,
  tier: null,
  cpuMs: 0,
  wallMs: 0,
  output: error.message,
  source,
})

/** Cuts the programs of each environment into what one cell takes. */
function cellsOf(
  requests: readonly Request[],
  sources: readonly string[],
): { environment: LoadedEnvironment; programs: Planned[] }[] {
  const byEnvironment = Map.groupBy(
    requests.map((request, number) => ({ ...request, name: `p${number}`, source: sources[number] ?? '' })),
    ({ environment }) => environment,
  )
  return [...byEnvironment].flatMap(([environment, all]) => {
    const size = programsACell(environment.shape.modality)
    const count = Math.ceil(all.length / size)
    return Array.from({ length: count }, (_, i) => ({
      environment,
      programs: all.slice(i * size, (i + 1) * size),
    }))
  })
}

/** Runs and scores every request; equal ones once, and none that the memo knows. In the order of the requests. */
export async function runPrograms(
  context: JobContext,
  memo: Memo,
  requests: readonly Request[],
): Promise<{ results: Ran[]; executed: Ran[] }> {
  const fresh = [...new Map(requests.map((request) => [memoKey(request), request]))]
    .filter(([key]) => !memo.has(key))
    .map(([, request]) => request)
  const known = new Map(memo)
  const executed: Ran[] = []
  if (fresh.length > 0) {
    const sources = await renderPrograms(context, fresh)
    // Dear cells first: the two cores then end a step at about the same time.
    const cells = cellsOf(fresh, sources).sort((a, b) => b.programs.length - a.programs.length)
    await Promise.all(
      cells.map(async ({ environment, programs }) => {
        const ran = await runIn(context, environment, programs).catch((error: unknown) => {
          if (!(error instanceof InfraFault)) throw error
          return new Map(programs.map(({ name, source }) => [name, lost(source, error)]))
        })
        for (const [name, result] of ran) {
          const request = fresh[Number(name.slice(1))]
          if (request === undefined) continue
          known.set(memoKey(request), result)
          executed.push(result)
          if (result.outcome !== 'infra') memo.set(memoKey(request), result)
        }
      }),
    )
  }
  const results = requests.map((request) => {
    const result = known.get(memoKey(request))
    if (result === undefined) throw new Error(`no result of ${memoKey(request)}`)
    return result
  })
  return { results, executed }
}
