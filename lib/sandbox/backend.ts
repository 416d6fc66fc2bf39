import type { SandboxBackendName, SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import type { PoolState } from '#lib/domain/worker-part.ts'
import type { CellAnswer } from '#lib/sandbox/frames.ts'

/** One way of making a cell. `run` resolves with `infra` for its own failures and rejects only on abort. */
export type Backend = {
  name: SandboxBackendName
  layers: readonly string[]
  run(job: SandboxJob, limits: SandboxLimits, signal?: AbortSignal): Promise<CellAnswer>
  health(): PoolState
  close(): Promise<void>
}
