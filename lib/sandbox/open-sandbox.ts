import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import type { ProbeResult, SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { plantBait } from '#lib/sandbox/bait.ts'
import { bubblewrapVersion } from '#lib/sandbox/bubblewrap.ts'
import { startCandidate } from '#lib/sandbox/candidate.ts'
import { type ControlGroups, openControlGroups } from '#lib/sandbox/control-groups.ts'
import { hostAdvice } from '#lib/sandbox/host-advice.ts'
import { chooseIdentity, type HeldIdentity, placeUid } from '#lib/sandbox/identity.ts'
import { inspectInterpreter } from '#lib/sandbox/interpreter.ts'
import { wallsOf } from '#lib/sandbox/layers.ts'
import { availableSandbox, type OpenedSandbox, refusedSandbox } from '#lib/sandbox/opened-sandbox.ts'
import { policyHash } from '#lib/sandbox/policy-hash.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { stageRuntime } from '#lib/sandbox/stage-runtime.ts'
import { DEFAULT_POOL_MAX, RECYCLE_JOBS, SPARE_CELLS } from '#lib/sandbox/tunables.ts'

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
  /** False leaves the kernel's budgets unused, as on a machine that has none: the weaker walls must hold too. */
  budgets?: boolean
}

/** Starts backends in order of preference; the first whose probes all pass is the sandbox. */
async function chooseBackend(
  site: Site,
  groups: ControlGroups,
  options: SandboxOptions & { pool: number },
  bubblewrap: string,
  releaseUids: () => void,
): Promise<OpenedSandbox> {
  const log = options.log ?? (() => undefined)
  const places = Array.from({ length: options.pool + SPARE_CELLS }, (_, index) => ({
    uid: placeUid(site.identity, index),
    budget: groups.kind === 'none' ? null : (groups.places[index] ?? null),
  }))
  const release = async () => {
    await site.runtime.remove()
    if (groups.kind === 'kept') await groups.remove()
    releaseUids()
  }
  const order: SandboxBackendName[] = options.prefer === 'cold' ? ['cold'] : ['warm', 'cold']
  const { bait, remove } = await plantBait(site)
  const failures: ProbeResult[] = []
  try {
    for (const name of order) {
      const walls = wallsOf(name, site.identity, groups)
      const candidate = await startCandidate(name, site, bait, {
        pool: options.pool,
        places,
        layers: walls.layers,
        recycleJobs: options.recycleJobs ?? RECYCLE_JOBS,
        log,
      })
      const { backend, probes } = candidate
      const failed = probes.filter((probe) => !probe.passed)
      if (failed.length === 0) {
        return availableSandbox(candidate, site, release, {
          kind: 'available',
          backend: name,
          ...walls,
          policyHash: await policyHash(site, bubblewrap, walls.layers),
          runtimeHash: site.interpreter.runtimeHash,
          runtime: site.interpreter.runtime,
          pinned: site.interpreter.pinned,
          probes,
        })
      }
      await backend.close()
      log(
        `sandbox backend ${name} failed: ${failed.map((probe) => `${probe.name} (${probe.detail})`).join('; ')}`,
      )
      failures.push(...probes.map((probe) => ({ ...probe, name: `${name}: ${probe.name}` })))
    }
  } finally {
    await remove()
  }
  const first = failures.find((probe) => !probe.passed)
  const found = first ? `${first.name}: ${first.detail.trim() || 'no reason given'}` : 'no probe was run'
  const reason = `Programs cannot be isolated on this machine: ${found}`
  await release()
  return refusedSandbox(new SandboxRefusedError(reason, hostAdvice(first?.detail ?? '')), failures)
}

/**
 * Opens the sandbox: finds an ordinary user, stages the runtime, starts the best backend and proves it with the
 * probe battery. Never runs a program without isolation: where that cannot be had, the result is refused, with the
 * reason and the command that helps, and its `run` rejects.
 */
export async function openSandbox(options: SandboxOptions): Promise<OpenedSandbox> {
  let held: HeldIdentity | null = null
  try {
    const bubblewrap = await bubblewrapVersion()
    const interpreter = await inspectInterpreter(options.interpreter)
    held = await chooseIdentity(options.homeDir, interpreter.executable, options.pythonDir)
    const { identity, release } = held
    const runtime = await stageRuntime(options.pythonDir, interpreter, identity)
    const pool = options.pool ?? Math.max(2, Math.min(DEFAULT_POOL_MAX, availableParallelism()))
    const groups: ControlGroups =
      options.budgets === false
        ? { kind: 'none', reason: 'not used', fix: 'Open the sandbox with budgets.' }
        : await openControlGroups(basename(runtime.dir), pool + SPARE_CELLS)
    return await chooseBackend(
      { interpreter, identity, runtime },
      groups,
      { ...options, pool },
      bubblewrap,
      release,
    )
  } catch (error) {
    held?.release()
    if (error instanceof SandboxRefusedError) return refusedSandbox(error, [])
    throw error
  }
}
