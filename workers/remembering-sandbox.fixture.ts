import type { Sandbox, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { inputHashOf } from '#lib/pipeline/run-job.ts'

/**
 * A sandbox that runs equal jobs once. A result is a function of the input hash, as everywhere in the product, where a
 * kept trial with the same hash is not run again.
 */
export function remembering(sandbox: Sandbox, engineVersion: string): Sandbox {
  const results = new Map<string, Promise<SandboxResult>>()
  const runtimeHash = sandbox.capabilities.kind === 'available' ? sandbox.capabilities.runtimeHash : ''
  return {
    capabilities: sandbox.capabilities,
    health: () => sandbox.health(),
    close: () => sandbox.close(),
    run: (job, signal) => {
      // What a job may bring back is not part of its input.
      const key = `${inputHashOf(job, { runtimeHash, engineVersion })} ${JSON.stringify(job.collect)}`
      const known = results.get(key)
      if (known) return known
      const running = sandbox.run(job, signal)
      results.set(key, running)
      return running
    },
  }
}
