import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Anchor, Measurement } from '#lib/domain/gates.ts'
import type { TaskCheck } from '#lib/packs/task-format.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
import type { Found } from '#lib/pipeline/verify/gate.ts'
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

/** An answer that is no figure. */
export const fact = (
  id: string,
  holds: boolean,
  message: string,
  file: string | null = null,
): Measurement => ({
  id,
  of: null,
  value: null,
  holds,
  against: null,
  message,
  anchor: anchorOf(file),
})
type Figure = Pick<Measurement, 'id' | 'value' | 'message'> & { of?: string; file?: string | null }
/** A figure, which the policy holds against a limit. */
export const figure = ({ id, of, value, message, file }: Figure): Measurement => ({
  id,
  of: of ?? null,
  value,
  holds: null,
  against: null,
  message,
  anchor: anchorOf(file ?? null),
})
const anchorOf = (file: string | null): Anchor | null =>
  file === null ? null : { file, line: null, column: null }

export const measured = (measurements: readonly Measurement[]): Found => ({
  kind: 'measured',
  measurements,
})
/** The judge's own tool failed: no verdict about the task. */
export const judgeError = (message: string): Found => ({ kind: 'judge-error', message })
export const isInfra = (raw: RawTrial | undefined): boolean =>
  raw === undefined || raw.status === 'infra' || raw.status === 'abandoned'

/** Bytes and scores of the frozen version mean something only under the Python runtime that it was frozen on. */
export const isOtherRuntime = ({ task, raws }: Pick<Evidence, 'task' | 'raws'>): boolean =>
  [...raws.values()].some((raw) => !isInfra(raw) && raw.runtimeHash !== task.runtimeHash)
export const notComparable = (what: string): Found => ({
  kind: 'not-comparable',
  message: `This machine has another Python runtime than the task was frozen on; ${what} cannot be compared.`,
})
