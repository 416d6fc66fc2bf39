import { type GateCheck, type GateId, type GateOutcome, gatesOf } from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import { ChecksReport, LadderReport } from '#lib/pipeline/engine-results.ts'
import { judgeDifficulty, type Measured } from '#lib/pipeline/verify/difficulty.ts'
import {
  type Evidence,
  isInfra,
  isOtherRuntime,
  judgeError,
  notComparable,
  outcome,
  plain,
} from '#lib/pipeline/verify/evidence.ts'
import { judgeFidelity } from '#lib/pipeline/verify/judge-fidelity.ts'
import { judgeRegeneration } from '#lib/pipeline/verify/judge-regeneration.ts'
import { judgeSolution, scoredRun } from '#lib/pipeline/verify/judge-solutions.ts'
import { judgeSpeed } from '#lib/pipeline/verify/judge-speed.ts'
import { solutionKey } from '#lib/pipeline/verify/plan.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

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

/**
 * Checks of a trusted tool for one gate; null (judge error) when it gave no readable report, or looked at nothing, as
 * where the data break their contract: a gate that nobody looked at has not passed.
 */
function toolChecks(raw: RawTrial | undefined, gate: GateId): GateCheck[] | null {
  const report = ChecksReport.safeParse(raw?.report)
  if (raw?.status !== 'ok' || !report.success) return null
  const checks = report.data.checks.filter((check) => check.gate === gate)
  return checks.length === 0 ? null : checks.map(({ gate: _, ...check }) => check)
}

const unlooked = (key: string, raw: RawTrial | undefined): string =>
  raw?.status === 'ok' && raw.failure === null
    ? `${key} did not look at this.`
    : `${key} did not finish: ${raw?.failure ?? 'no report'}`

function judgeTool(
  evidence: Evidence,
  gate: GateId,
  key: string,
  own: readonly GateCheck[] = [],
): GateOutcome {
  const raw = evidence.raws.get(key)
  const checks = toolChecks(raw, gate)
  if (checks === null) return judgeError(gate, unlooked(key, raw))
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
  const inspect = evidence.raws.get('inspect')
  const inspected = toolChecks(inspect, 'difficulty')
  if (inspected === null) return judgeError('difficulty', unlooked('inspect', inspect))
  const thresholds = isOtherRuntime(evidence) ? null : evidence.task.thresholds
  const { checks } = judgeDifficulty(evidence.task.metric, measured, thresholds)
  return outcome('difficulty', mergeChecks([...checks, ...inspected]))
}

function judgeSolutions(evidence: Evidence): GateOutcome {
  const { task, solutions, raws, scores } = evidence
  const runs = [...raws.values()].filter((raw) => raw.kind === 'solution')
  const first = solutions.map((solution) => raws.get(solutionKey(solution.path, 1)))
  const broken = [...first, ...runs].find(isInfra)
  if (broken || first.includes(undefined) || scores === null)
    return judgeError('solutions', broken?.failure ?? 'The solutions were not all run and scored.')
  if (isOtherRuntime(evidence)) return notComparable('solutions', 'scores and thresholds')
  return outcome(
    'solutions',
    solutions.flatMap((solution) => judgeSolution(task, solution, raws, scores)),
  )
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
  fidelity: judgeFidelity,
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
