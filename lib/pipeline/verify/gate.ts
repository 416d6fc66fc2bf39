import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Measurement } from '#lib/domain/gates.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import type { PlannedTrial } from '#lib/pipeline/verify/planned-trial.ts'

/** What a gate found out of the evidence, or why it could not. */
export type Found =
  | { kind: 'measured'; measurements: readonly Measurement[] }
  | { kind: 'judge-error'; message: string }
  | { kind: 'not-comparable'; message: string }

/**
 * A question about a version: what has to run, and what is measured of what ran. Pure. Its limits, and so its verdict,
 * are rows of `lib/domain/gate-policy.json`.
 */
export type Gate = {
  /** Executions whose results it reads; one that several gates name runs once. */
  trials?(task: Task, files: FileBytes, kind: CertificateKind): PlannedTrial[]
  measure(evidence: Evidence): Found
  /** Several measurements may answer one question, and are one check then. */
  merges?: true
  /** Why a check of it refuses a task; null: the check's own name, where that is a reason, or `reason`. */
  reasonOf?(checkId: string): RejectionReason | null
  /** Why it refuses a task where nothing else says so; `broken` where it is absent. */
  reason?: RejectionReason
}
