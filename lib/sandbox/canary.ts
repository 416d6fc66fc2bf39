import type { SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { DEFAULT_LIMITS } from '#lib/domain/ports/sandbox.ts'
import { CANARY_EVERY_MS, CANARY_PATIENCE_MS } from '#lib/sandbox/tunables.ts'

/** The smallest job that passes through everything that a job needs. */
export const CANARY_JOB: SandboxJob = {
  id: 'canary',
  role: 'engine',
  program: { kind: 'file', path: 'main.py' },
  files: { 'main.py': new TextEncoder().encode('print(6 * 7)\n') },
  collect: [],
}
export const CANARY_LIMITS: SandboxLimits = { ...DEFAULT_LIMITS, wallMs: CANARY_PATIENCE_MS, memoryMB: 256 }

export type CanaryOptions = {
  /** Whether the pool should serve now; while it is being restarted nobody asks. */
  due: () => boolean
  /** Runs the canary job; false or a rejection when it did not come back right. */
  ask: (signal: AbortSignal) => Promise<boolean>
  /** When any job was last answered, in `performance.now()` milliseconds. */
  lastAnswer: () => number
  /** The pool does not serve: replace it. */
  stuck: (reason: string) => void
}

/**
 * Proves every few seconds that the pool serves, for as long as it runs. A host whose processes all live can still be
 * unable to take a job; only a job shows that.
 */
export function keepAsking({ due, ask, lastAnswer, stuck }: CanaryOptions): () => void {
  let busy = false
  const pass = async () => {
    const began = performance.now()
    const served = await ask(AbortSignal.timeout(CANARY_PATIENCE_MS)).catch(() => false)
    // Another job that was answered meanwhile proves as much: the machine is slow, the pool is not stuck.
    if (!served && due() && lastAnswer() < began)
      stuck(`no cell answered a trivial job within ${CANARY_PATIENCE_MS / 1000} s`)
  }
  const timer = setInterval(() => {
    if (busy || !due()) return
    busy = true
    void pass().finally(() => {
      busy = false
    })
  }, CANARY_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
