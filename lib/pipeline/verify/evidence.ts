import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { GateCheck, GateId, GateOutcome } from '#lib/domain/gates.ts'
import type { TaskCheck } from '#lib/packs/task-format.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
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
  /** What the agent's files are like, read as a seed is; or why they cannot be read. */
  measured: { kind: 'dna'; dna: Dna } | { kind: 'unreadable'; why: string }
}

/** A check that is not a number against a limit. */
export const plain = (
  id: string,
  passed: boolean,
  message: string,
  file: string | null = null,
): GateCheck => ({
  id,
  passed,
  value: null,
  limit: null,
  message,
  anchor: file === null ? null : { file, line: null, column: null },
})
export const outcome = (gate: GateId, checks: readonly GateCheck[]): GateOutcome => ({
  gate,
  verdict: checks.every((check) => check.passed) ? 'passed' : 'failed',
  checks,
})
/** The judge's own tool failed: no verdict about the task. */
export const judgeError = (gate: GateId, message: string): GateOutcome => ({
  gate,
  verdict: 'judge-error',
  checks: [plain('judge', false, message)],
})
export const isInfra = (raw: RawTrial | undefined): boolean =>
  raw === undefined || raw.status === 'infra' || raw.status === 'abandoned'

/** Bytes and scores of the frozen version mean something only under the Python runtime that it was frozen on. */
export const isOtherRuntime = ({ task, raws }: Pick<Evidence, 'task' | 'raws'>): boolean =>
  [...raws.values()].some((raw) => !isInfra(raw) && raw.runtimeHash !== task.runtimeHash)
export const notComparable = (gate: GateId, what: string): GateOutcome => ({
  gate,
  verdict: 'not-comparable',
  checks: [
    plain(
      'runtime',
      false,
      `This machine has another Python runtime than the task was frozen on; ${what} cannot be compared.`,
    ),
  ],
})
