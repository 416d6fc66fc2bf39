import type { Task } from '#lib/domain/artefacts/task.ts'
import { gatesOf } from '#lib/domain/gates.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { VERIFY_GATES } from '#lib/pipeline/verify/gates/all.ts'
import type { PlannedTrial } from '#lib/pipeline/verify/planned-trial.ts'

/**
 * The executions of a certificate, pure: those of its gates, each once, and first those that a quick one needs too.
 * Scoring follows when the submissions of solutions are in.
 */
export function planTrials(task: Task, files: FileBytes, kind: CertificateKind): PlannedTrial[] {
  const gates = new Set([...gatesOf('quick'), ...gatesOf(kind)])
  const trials = [...gates].flatMap((id) => {
    const gate: Gate = VERIFY_GATES[id]
    return gate.trials?.(task, files, kind) ?? []
  })
  return [...new Map(trials.map((trial) => [trial.key, trial])).values()]
}
