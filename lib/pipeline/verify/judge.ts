import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { type GateCheck, type GateId, type GateOutcome, gatesOf } from '#lib/domain/gates.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { TaskCheck } from '#lib/packs/task-format.ts'
import { ChecksReport, LadderReport, type ScoreReport } from '#lib/pipeline/engine-results.ts'
import { judgeDifficulty, type Measured } from '#lib/pipeline/verify/difficulty.ts'
import { judgeSolution, scoredRun } from '#lib/pipeline/verify/judge-solutions.ts'
import { solutionKey } from '#lib/pipeline/verify/plan.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

/** All that a certificate is judged from; judging again needs nothing else. */
export type Evidence = {
  task: Task
  manifest: Manifest
  format: TaskCheck
  solutions: readonly TaggedSolution[]
  raws: ReadonlyMap<string, RawTrial>
  /** Null when the trusted kernel itself could not run. */
  scores: ScoreReport | null
}

/** Limits of the speed gate, all in CPU seconds: wall time depends on who else uses the machine. */
export const SPEED = { generateCpuS: 8, solutionCpuS: 8, rungCpuS: 30 }

const plain = (id: string, passed: boolean, message: string, file: string | null = null): GateCheck => ({
  id,
  passed,
  value: null,
  limit: null,
  message,
  anchor: file === null ? null : { file, line: null, column: null },
})
const outcome = (gate: GateId, checks: readonly GateCheck[]): GateOutcome => ({
  gate,
  verdict: checks.every((check) => check.passed) ? 'passed' : 'failed',
  checks,
})
/** The judge's own tool failed: no verdict about the task. */
const judgeError = (gate: GateId, message: string): GateOutcome => ({
  gate,
  verdict: 'judge-error',
  checks: [plain('judge', false, message)],
})
const isInfra = (raw: RawTrial | undefined): boolean =>
  raw === undefined || raw.status === 'infra' || raw.status === 'abandoned'

function judgeFormat({ format }: Evidence): GateOutcome {
  const problems = format.problems.map(({ file, message }) =>
    plain('file', false, `${file} ${message}`, file),
  )
  return outcome(
    'format',
    problems.length > 0
      ? problems
      : [plain('files', true, 'Every file is listed, unchanged and in its place.')],
  )
}

function judgeRegeneration({ task, manifest, raws }: Evidence): GateOutcome {
  const runs = [...raws.values()].filter((raw) => raw.kind === 'generate')
  const broken = runs.find(isInfra)
  if (broken || runs.length === 0)
    return judgeError('regeneration', broken?.failure ?? 'generate.py was not run')
  const other = runs.find((raw) => raw.runtimeHash !== task.runtimeHash)
  if (other) {
    const message =
      'This machine has another Python runtime than the task was frozen on; bytes cannot be compared.'
    return { gate: 'regeneration', verdict: 'not-comparable', checks: [plain('runtime', false, message)] }
  }
  const checks = runs.flatMap((raw, index) => {
    if (raw.status !== 'ok')
      return [plain(`run-${index + 1}`, false, `generate.py: ${raw.failure}`, 'judge/generate.py')]
    const written = Object.fromEntries(
      Object.entries(raw.hashes).map(([path, hash]) => [path.replace(/^data\//, ''), hash]),
    )
    const frozen = new Map(manifest.files.map((file) => [file.path, file.sha256]))
    const differing = Object.keys(written).filter((path) => frozen.get(path) !== written[path])
    const unmade = manifest.files.filter(
      ({ path }) => /^agent\/.+\.(csv|png)$|^judge\/[a-z_]+\.csv$/.test(path) && !(path in written),
    )
    const bad = [...differing, ...unmade.map((file) => file.path)]
    if (bad.length === 0)
      return [plain(`run-${index + 1}`, true, `${Object.keys(written).length} files are equal to the byte.`)]
    return bad
      .slice(0, 20)
      .map((path) => plain(`run-${index + 1}`, false, `${path} is not what generate.py writes.`, path))
  })
  return outcome('regeneration', checks)
}

/** Checks of a trusted tool for one gate; null (judge error) when it gave no readable report. */
function toolChecks(raw: RawTrial | undefined, gate: GateId): GateCheck[] | null {
  const report = ChecksReport.safeParse(raw?.report)
  if (raw?.status !== 'ok' || !report.success) return null
  return report.data.checks.filter((check) => check.gate === gate).map(({ gate: _, ...check }) => check)
}

function judgeTool(
  evidence: Evidence,
  gate: GateId,
  key: string,
  own: readonly GateCheck[] = [],
): GateOutcome {
  const raw = evidence.raws.get(key)
  const checks = toolChecks(raw, gate)
  if (checks === null) return judgeError(gate, `${key} did not finish: ${raw?.failure ?? 'no report'}`)
  return outcome(gate, [...own, ...checks])
}

function judgeDataContract(evidence: Evidence): GateOutcome {
  const { train } = evidence.task.rows
  const rows: GateCheck = {
    ...plain(
      'train-rows',
      train >= 50 && train <= 200,
      `train.csv has ${train} rows; 50 to 200 are allowed.`,
      'agent/train.csv',
    ),
    value: train,
    limit: 200,
  }
  return judgeTool(evidence, 'data-contract', 'inspect', [rows])
}

/** Scores of rungs and of the reference, where they are valid. */
export function measuredScores({ task, solutions, raws, scores }: Evidence): Measured {
  if (scores === null) return {}
  const rungs = Object.entries(scores.scores).flatMap(([name, { score }]) =>
    /^s\d$/.test(name) && score !== null ? [[name, score] as const] : [],
  )
  const reference = solutions.find((solution) => solution.tag === 'reference')
  const score = reference && scoredRun(task, raws.get(solutionKey(reference.path, 1)), scores).score
  return { ...Object.fromEntries(rungs), ...(typeof score === 'number' ? { reference: score } : {}) }
}

function judgeDifficultyGate(evidence: Evidence): GateOutcome {
  const measured = measuredScores(evidence)
  const ladder = LadderReport.safeParse(evidence.raws.get('ladder')?.report)
  if (!ladder.success || measured.s0 === undefined || measured.s8 === undefined)
    return judgeError(
      'difficulty',
      `The ladder did not finish: ${evidence.raws.get('ladder')?.failure ?? 'no scores'}`,
    )
  const failed = Object.entries(ladder.data.rungs).filter(([, rung]) => rung.error !== null)
  if (failed.length > 0)
    return judgeError('difficulty', failed.map(([rung, { error }]) => `${rung}: ${error}`).join('; '))
  const inspected = toolChecks(evidence.raws.get('inspect'), 'difficulty') ?? []
  const { checks } = judgeDifficulty(evidence.task.metric, measured, evidence.task.thresholds)
  return outcome('difficulty', [...checks, ...inspected])
}

function judgeSolutions(evidence: Evidence): GateOutcome {
  const { task, solutions, raws, scores } = evidence
  const broken = [...raws.values()].find((raw) => raw.kind === 'solution' && isInfra(raw))
  if (broken || scores === null)
    return judgeError('solutions', broken?.failure ?? 'The solutions could not be scored.')
  return outcome(
    'solutions',
    solutions.flatMap((solution) => judgeSolution(task, solution, raws, scores)),
  )
}

function judgeSpeed({ raws }: Evidence): GateOutcome {
  const ladder = LadderReport.safeParse(raws.get('ladder')?.report)
  const programs = [...raws.values()].filter((raw) => raw.kind === 'solution' || raw.kind === 'generate')
  const broken = programs.find(isInfra)
  if (broken || !ladder.success) return judgeError('speed', broken?.failure ?? 'The ladder has no report.')
  const measure = (id: string, seconds: number, limit: number, file: string | null): GateCheck => ({
    ...plain(
      id,
      seconds <= limit,
      `${id} takes ${seconds.toFixed(2)} s of processor time; at most ${limit} s are allowed.`,
      file,
    ),
    value: Math.round(seconds * 1000) / 1000,
    limit,
  })
  return outcome('speed', [
    ...programs.map((raw) =>
      measure(
        `slow/${raw.key}`,
        raw.usage.cpuMs / 1000,
        raw.kind === 'generate' ? SPEED.generateCpuS : SPEED.solutionCpuS,
        raw.program,
      ),
    ),
    ...Object.entries(ladder.data.rungs).map(([rung, { cpuS }]) =>
      measure(`slow/${rung}`, cpuS, SPEED.rungCpuS, null),
    ),
  ])
}

const JUDGES: Partial<Record<GateId, (evidence: Evidence) => GateOutcome>> = {
  format: judgeFormat,
  regeneration: judgeRegeneration,
  'data-contract': judgeDataContract,
  evaluator: (evidence) => judgeTool(evidence, 'evaluator', 'evaluator-checks'),
  solutions: judgeSolutions,
  leaks: (evidence) => judgeTool(evidence, 'leaks', 'inspect'),
  difficulty: judgeDifficultyGate,
  speed: judgeSpeed,
}

/** Turns raw results into the outcomes of every gate of a certificate. Pure: the same evidence, the same verdicts. */
export function judgeCertificate(evidence: Evidence, kind: CertificateKind, gateSet?: number): GateOutcome[] {
  return gatesOf(kind, gateSet).map(
    (gate) => JUDGES[gate]?.(evidence) ?? judgeError(gate, 'This gate has no judge in this version.'),
  )
}

/** Verified only when every gate passed; a judge error is never a rejection. */
export function verdictOf(
  outcomes: readonly GateOutcome[],
): 'verified' | 'rejected' | 'judge-error' | 'not-comparable' {
  if (outcomes.some((one) => one.verdict === 'failed')) return 'rejected'
  if (outcomes.some((one) => one.verdict === 'judge-error')) return 'judge-error'
  return outcomes.some((one) => one.verdict === 'not-comparable') ? 'not-comparable' : 'verified'
}
