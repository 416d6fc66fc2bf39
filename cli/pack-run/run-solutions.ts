import { constants } from 'node:fs'
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { CellResult, Cells } from '#cli/pack-run/cells.ts'
import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'
import { runtimeName } from '#lib/packs/certified-runtimes.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'

/** How far the score of the same program may be off on other library versions: of the score, or of 1 below that. */
export const TOLERANCE = 0.001
const SUBMISSION_MAX_BYTES = 16 * 2 ** 20

/**
 * One re-run. On another runtime than the certificate's, a score within the tolerance is `close`; another one is
 * `not-comparable`: it speaks neither for nor against the pack.
 */
export type SolutionRun = {
  task: string
  program: string
  verdict: 'same' | 'close' | 'as-permitted' | 'not-comparable' | 'failed'
  score: number | null
  certified: number | null
  tier: Tier | null
  message: string
}

const Report = z.looseObject({ score: z.number() })
/** What is read of meta/certificate.json: the checks of the solutions gate, anchored to the programs. */
const Certificate = z.looseObject({
  gates: z.array(z.looseObject({ gate: z.string(), evidence: z.unknown() })),
})
const Checks = z.looseObject({
  checks: z.array(
    z.looseObject({ value: z.number().nullable(), anchor: z.looseObject({ file: z.string() }).nullable() }),
  ),
})

/** The certified score of each program, by its path below the task; empty where the certificate names none. */
export function certifiedScores(certificate: unknown): Map<string, number> {
  const gates = Certificate.safeParse(certificate).data?.gates ?? []
  const checks = gates
    .filter(({ gate }) => gate === 'solutions')
    .flatMap(({ evidence }) => Checks.safeParse(evidence).data?.checks ?? [])
  return new Map(
    checks.flatMap(({ value, anchor }): [string, number][] =>
      value === null || anchor === null ? [] : [[anchor.file, value]],
    ),
  )
}

type Opened = {
  id: string
  task: Task
  agent: string
  judge: string
  solutions: readonly TaggedSolution[]
  certified: ReadonlyMap<string, number>
}

/**
 * Runs every shipped solution of these tasks on the agent view alone, scores what it wrote with the pack's evaluator in
 * another cell, and compares: with the certified score where the certificate names one, and with the permitted tiers.
 * `tell` hears of each as it ends, the result lists them in their order.
 */
export async function runSolutions(
  tasks: readonly string[],
  files: readonly ArchiveFile[],
  cells: Cells,
  tell: (run: SolutionRun) => void,
): Promise<SolutionRun[]> {
  const runs: SolutionRun[] = []
  for (const id of tasks) {
    const opened = await unpackTask(id, files, cells)
    const told = async (solution: TaggedSolution) => {
      const run = await runSolution(opened, solution, cells)
      tell(run)
      return run
    }
    runs.push(...(await Promise.all(opened.solutions.map(told))))
  }
  return runs
}

async function unpackTask(id: string, files: readonly ArchiveFile[], cells: Cells): Promise<Opened> {
  const [agent, judge] = [await cells.folder(), await cells.folder()]
  const own = files.filter((file) => file.path.startsWith(`${id}/`))
  const text = async (path: string) => {
    const file = own.find((one) => one.path === `${id}/${path}`)
    return file === undefined ? 'null' : new TextDecoder().decode(await file.read())
  }
  for (const file of own) {
    const [, view, ...rest] = file.path.split('/')
    if (view !== 'agent' && view !== 'judge') continue
    const target = join(view === 'agent' ? agent : judge, ...rest)
    await mkdir(dirname(target), { recursive: true, mode: 0o755 })
    await writeFile(target, await file.read(), { mode: 0o644 })
  }
  return {
    id,
    task: Task.parse(JSON.parse(await text('task.json'))),
    agent,
    judge,
    solutions: Solutions.parse(JSON.parse(await text('judge/solutions.json'))).solutions,
    certified: certifiedScores(JSON.parse(await text('meta/certificate.json'))),
  }
}

async function runSolution(
  { id, task, agent, judge, certified }: Opened,
  solution: TaggedSolution,
  cells: Cells,
): Promise<SolutionRun> {
  const program = `judge/${solution.path}`
  const known = certified.get(program) ?? null
  const base = { task: id, program, certified: known }
  const fail = (message: string): SolutionRun => ({
    ...base,
    verdict: 'failed',
    score: null,
    tier: null,
    message,
  })
  const [source, outbox] = [await cells.folder(), await cells.outbox()]
  await copyFile(join(judge, solution.path), join(source, 'solution.py'))
  const ran = await cells.python(
    ['/program/solution.py', '--agent', 'agent', '--out', 'out/submission.csv'],
    [
      { source, target: '/program' },
      { source: agent, target: '/cell/agent' },
      { source: outbox, target: '/cell/out', writable: true },
    ],
  )
  if (!ran.ok) return fail(`did not run: ${ran.reason}`)
  const submission = await collect(join(outbox, 'submission.csv'))
  if (submission === null) return fail('wrote no submission.csv that can be taken')
  const graded = await grade(submission, judge, cells)
  if (typeof graded === 'string') return fail(graded)
  const { median, bronze, silver, gold } = task.thresholds
  const limits = { median: median.value, bronze: bronze.value, silver: silver.value, gold: gold.value }
  const tier = tierOf(graded, limits, task.direction)
  return {
    ...base,
    score: graded,
    tier,
    ...judgeRun(solution, { score: graded, tier, certified: known }, runtimesApart(task, cells)),
  }
}

/** Names of both runtimes; null where they are the same. */
const runtimesApart = ({ runtimeHash, runtime }: Task, cells: Cells): RuntimesApart | null =>
  runtimeHash === cells.runtimeHash
    ? null
    : { certified: runtimeName(runtimeHash, runtime?.versions), here: cells.runtime }

type RuntimesApart = { certified: string; here: string }
type Scored = { score: number; tier: Tier; certified: number | null }

const isClose = (score: number, certified: number): boolean =>
  Math.abs(score - certified) <= TOLERANCE * Math.max(1, Math.abs(certified))

/** The verdict on a scored run; only under the certificate's own runtime must the score be exactly the same. */
export function judgeRun(
  solution: TaggedSolution,
  { score, tier, certified }: Scored,
  apart: RuntimesApart | null,
): Pick<SolutionRun, 'verdict' | 'message'> {
  if (certified !== null && score === certified) return { verdict: 'same', message: 'the certified score' }
  const wanted = solution.required.length > 0 ? solution.required : solution.permitted
  const isWanted = wanted.includes(tier)
  const reached = `the tier is ${isWanted ? 'one' : 'none'} of ${wanted.join(', ')}`
  if (apart !== null) {
    if (certified !== null && isWanted && isClose(score, certified))
      return { verdict: 'close', message: `the certificate says ${certified}, from another runtime` }
    const known = certified === null ? '' : `the certificate says ${certified}; `
    return {
      verdict: 'not-comparable',
      message: `${known}${reached}; certified on ${apart.certified}, run on ${apart.here}`,
    }
  }
  if (certified !== null) return { verdict: 'failed', message: `the certificate says ${certified}` }
  return isWanted
    ? { verdict: 'as-permitted', message: `the certificate names no score; ${reached}` }
    : { verdict: 'failed', message: reached }
}

/** The file that a program wrote: never through a link, and of a bounded size. */
async function collect(path: string): Promise<Uint8Array | null> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const facts = await file.stat()
    return facts.isFile() && facts.size <= SUBMISSION_MAX_BYTES ? await file.readFile() : null
  } catch {
    return null
  }
}

/** The score by the pack's own evaluator, or why there is none. */
async function grade(submission: Uint8Array, judge: string, cells: Cells): Promise<number | string> {
  const [scorer, sent] = [await cells.folder(), await cells.folder()]
  for (const name of ['evaluator.py', 'answer.csv']) await copyFile(join(judge, name), join(scorer, name))
  await writeFile(join(sent, 'submission.csv'), submission, { mode: 0o644 })
  const result: CellResult = await cells.python(
    ['/judge/evaluator.py', '--submission_path', '/cell/in/submission.csv'],
    [
      { source: scorer, target: '/judge' },
      { source: sent, target: '/cell/in' },
    ],
  )
  if (!result.ok) return `was not scored: ${result.reason}`
  try {
    return Report.parse(JSON.parse(result.stdout)).score
  } catch {
    return 'was not scored: the evaluator printed no score'
  }
}
