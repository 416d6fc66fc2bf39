import { GATES, type GateId } from '#lib/domain/gates.ts'
import type { Sandbox, SandboxResult } from '#lib/domain/ports/sandbox.ts'

/** The first gate that reads what a job of a quick certificate brings, by the id of the job. */
const FIRST_GATE: readonly (readonly [id: RegExp, gate: GateId])[] = [
  [/^generate-/, 'regeneration'],
  [/^inspect-/, 'data-contract'],
  [/^evaluator-checks-/, 'evaluator'],
  [/^(ladder|evaluate)-/, 'difficulty'],
]

const numberOf = (id: string): number => {
  const gate = FIRST_GATE.find(([pattern]) => pattern.test(id))?.[1]
  if (gate === undefined) throw new Error(`no gate of a quick certificate reads the job ${id}`)
  return GATES[gate].number
}

/** A sandbox that keeps the result of every job by its id. */
export function recording(sandbox: Sandbox, results: Map<string, SandboxResult>): Sandbox {
  return {
    ...sandbox,
    run: async (job, signal) => {
      const result = await sandbox.run(job, signal)
      results.set(job.id, result)
      return result
    },
  }
}

/** A sandbox that runs what the gates up to one read; what only later gates read is as it was before. */
export function runningUpTo(
  gate: GateId,
  sandbox: Sandbox,
  before: ReadonlyMap<string, SandboxResult>,
): Sandbox {
  return {
    ...sandbox,
    run: async (job, signal) => {
      const known = numberOf(job.id) > GATES[gate].number ? before.get(job.id) : undefined
      return known ?? sandbox.run(job, signal)
    },
  }
}
