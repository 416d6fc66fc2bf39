import type { ProbeResult, SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import type { Bait } from '#lib/sandbox/bait.ts'
import type { Place } from '#lib/sandbox/budgets.ts'
import { coldBackend } from '#lib/sandbox/cold-backend.ts'
import { probeCell } from '#lib/sandbox/probe-cell.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { warmBackend } from '#lib/sandbox/warm-backend.ts'
import { WarmHost } from '#lib/sandbox/warm-host.ts'

/** A started backend with what its probes found. */
export type Candidate = { backend: Backend; host: WarmHost | null; probes: ProbeResult[] }

export type CandidateOptions = {
  pool: number
  /** One more than the pool for each spare cell. */
  places: readonly Place[]
  layers: readonly string[]
  recycleJobs: number
  log: (line: string) => void
}

/** Starts a backend and probes it. A backend that does not start is a failed probe, not an error. */
export async function startCandidate(
  name: SandboxBackendName,
  site: Site,
  bait: Bait,
  { pool, places, layers, recycleJobs, log }: CandidateOptions,
): Promise<Candidate> {
  if (name === 'cold') {
    const backend = coldBackend(site, places.slice(0, pool), layers)
    return { backend, host: null, probes: await probeCell(backend, bait) }
  }
  const host = new WarmHost({ site, places, recycleJobs, log })
  const backend = warmBackend(host, pool, layers)
  try {
    await host.start()
  } catch (error) {
    await backend.close()
    return { backend, host, probes: [{ name: 'start', passed: false, detail: String(error) }] }
  }
  return { backend, host, probes: await probeCell(backend, bait) }
}
