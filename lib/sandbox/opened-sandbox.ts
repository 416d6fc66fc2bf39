import type { ProbeResult, Sandbox, SandboxCapabilities, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import type { Candidate } from '#lib/sandbox/candidate.ts'
import { checkJob } from '#lib/sandbox/check-job.ts'
import type { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { storableAnswer } from '#lib/sandbox/storable-answer.ts'

/** The port, and what tests may look at beyond it. */
export type OpenedSandbox = Sandbox & {
  /** Process id of the warm host's bubblewrap. */
  readonly hostPid: () => number | undefined
  /** The folder of staged files while the sandbox is open. */
  readonly staging: string | null
}

/** A sandbox that runs nothing: every call rejects with the reason. */
export function refusedSandbox(error: SandboxRefusedError, probes: readonly ProbeResult[]): OpenedSandbox {
  return {
    capabilities: { kind: 'refused', reason: error.message, fix: error.fix, probes },
    run: () => Promise.reject(error),
    health: () => ({ state: 'refused', reason: error.message, lastFault: null }),
    close: () => Promise.resolve(),
    hostPid: () => undefined,
    staging: null,
  }
}

/** A sandbox over a backend whose probes all passed. */
export function availableSandbox(
  { backend, host }: Candidate,
  site: Site,
  release: () => Promise<void>,
  capabilities: Extract<SandboxCapabilities, { kind: 'available' }>,
): OpenedSandbox {
  const { layers, memoryCap, policyHash, runtimeHash } = capabilities
  const stamp: SandboxResult['sandbox'] = {
    backend: backend.name,
    layers,
    memoryCap,
    policyHash,
    runtimeHash,
  }
  return {
    capabilities,
    run: async (job, signal) => {
      const limits = checkJob(job)
      return { ...storableAnswer(await backend.run(job, limits, signal)), sandbox: stamp }
    },
    health: () => backend.health(),
    close: async () => {
      await backend.close()
      await release()
    },
    hostPid: () => host?.pid,
    staging: site.runtime.dir,
  }
}
