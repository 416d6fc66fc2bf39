import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type {
  ProbeResult,
  Sandbox,
  SandboxBackendName,
  SandboxCapabilities,
  SandboxJob,
  SandboxResult,
} from '#lib/domain/ports/sandbox.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import { bubblewrapVersion } from '#lib/sandbox/bubblewrap.ts'
import { checkJob } from '#lib/sandbox/check-job.ts'
import { coldBackend } from '#lib/sandbox/cold-backend.ts'
import { chooseIdentity } from '#lib/sandbox/identity.ts'
import { inspectInterpreter } from '#lib/sandbox/interpreter.ts'
import { hostAdvice } from '#lib/sandbox/host-advice.ts'
import { probeCell } from '#lib/sandbox/probe-cell.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { stageRuntime } from '#lib/sandbox/stage-runtime.ts'
import { DEFAULT_POOL_MAX } from '#lib/sandbox/tunables.ts'
import { warmBackend } from '#lib/sandbox/warm-backend.ts'
import { WarmHost } from '#lib/sandbox/warm-host.ts'

export type SandboxOptions = {
  /** The repository's `python/` folder. */
  pythonDir: string
  /** Path or name of the Python interpreter. */
  interpreter: string
  /** The installation's home; distinguishes sandboxes of one machine. */
  homeDir: string
  /** Jobs at once. Default: one a core, at least 2, at most 4. */
  pool?: number
  prefer?: SandboxBackendName
  log?: (line: string) => void
  /** The warm forker is replaced after this many jobs. */
  recycleJobs?: number
}

/** What tests and the doctor may look at beyond the port. */
export type OpenedSandbox = Sandbox & { readonly hostPid: () => number | undefined; readonly staging: string | null }

type Candidate = { backend: Backend; host: WarmHost | null }

async function policyHash(site: Site, version: string): Promise<string> {
  const hash = createHash('sha256').update(version)
  for (const name of ['seccomp', 'confine', 'cell', 'cold', 'supervise', 'collect', 'forker', 'manager', 'program', 'layout']) {
    hash.update(await readFile(join(site.runtime.dir, 'host/sandmle/sandbox', `${name}.py`)))
  }
  return hash.digest('hex')
}

async function tryBackend(
  name: SandboxBackendName,
  site: Site,
  options: SandboxOptions,
): Promise<{ candidate: Candidate; probes: ProbeResult[] }> {
  const pool = options.pool ?? Math.max(2, Math.min(DEFAULT_POOL_MAX, availableParallelism()))
  if (name === 'cold') {
    const backend = coldBackend(site, pool)
    return { candidate: { backend, host: null }, probes: await probeCell(backend, site) }
  }
  const log = options.log ?? (() => undefined)
  const host = new WarmHost({ site, pool, recycleJobs: options.recycleJobs ?? 10_000, log })
  const backend = warmBackend(host, pool)
  try {
    await host.start()
  } catch (error) {
    await host.close()
    return { candidate: { backend, host }, probes: [{ name: 'start', passed: false, detail: String(error) }] }
  }
  return { candidate: { backend, host }, probes: await probeCell(backend, site) }
}

function refusedSandbox(error: SandboxRefusedError, probes: readonly ProbeResult[]): OpenedSandbox {
  return {
    capabilities: { kind: 'refused', reason: error.message, fix: error.fix, probes },
    run: () => Promise.reject(error),
    close: () => Promise.resolve(),
    hostPid: () => undefined,
    staging: null,
  }
}

function openedSandbox(
  { backend, host }: Candidate,
  site: Site,
  capabilities: Extract<SandboxCapabilities, { kind: 'available' }>,
): OpenedSandbox {
  const { memoryCap, policyHash, runtimeHash, layers } = capabilities
  const sandbox: SandboxResult['sandbox'] = { backend: backend.name, layers, memoryCap, policyHash, runtimeHash }
  return {
    capabilities,
    run: async (job: SandboxJob, signal?: AbortSignal) => {
      const limits = checkJob(job)
      return { ...(await backend.run(job, limits, signal)), sandbox }
    },
    close: async () => {
      await backend.close()
      await site.runtime.remove()
    },
    hostPid: () => host?.pid,
    staging: site.runtime.dir,
  }
}

async function chooseBackend(site: Site, options: SandboxOptions, version: string): Promise<OpenedSandbox> {
  const order: SandboxBackendName[] = options.prefer === 'cold' ? ['cold'] : ['warm', 'cold']
  const failures: ProbeResult[] = []
  for (const name of order) {
    const { candidate, probes } = await tryBackend(name, site, options)
    const failed = probes.filter((probe) => !probe.passed)
    if (failed.length === 0) {
      const { interpreter } = site
      return openedSandbox(candidate, site, {
        kind: 'available',
        backend: name,
        layers: candidate.backend.layers,
        memoryCap: 'watchdog',
        policyHash: await policyHash(site, version),
        runtimeHash: interpreter.runtimeHash,
        runtime: interpreter.runtime,
        probes,
      })
    }
    await candidate.backend.close()
    failures.push(...probes.map((probe) => ({ ...probe, name: `${name}: ${probe.name}` })))
    options.log?.(`sandbox backend ${name} failed: ${failed.map((probe) => `${probe.name} (${probe.detail})`).join('; ')}`)
  }
  const first = failures.find((probe) => !probe.passed)
  await site.runtime.remove()
  const reason = `Programs cannot be isolated on this machine: ${first?.name}: ${first?.detail}`
  return refusedSandbox(new SandboxRefusedError(reason, hostAdvice(first?.detail ?? '')), failures)
}

/**
 * Opens the sandbox: finds an ordinary user, stages the runtime, starts the best backend and proves it with the
 * probe battery. Never runs a program without isolation: where that cannot be had, the result is refused, with the
 * reason and the command that helps, and its `run` rejects.
 */
export async function openSandbox(options: SandboxOptions): Promise<OpenedSandbox> {
  try {
    const version = await bubblewrapVersion()
    const interpreter = await inspectInterpreter(options.interpreter)
    const identity = await chooseIdentity(options.homeDir)
    const runtime = await stageRuntime(options.pythonDir, interpreter, identity)
    return await chooseBackend({ interpreter, identity, runtime }, options, version)
  } catch (error) {
    if (error instanceof SandboxRefusedError) return refusedSandbox(error, [])
    throw error
  }
}
