import type { PoolState } from '#lib/domain/worker-part.ts'

/**
 * The sandbox port: one pure call that runs one program on named bytes.
 *
 * Nothing but `SandboxJob.files` is visible to the program (plus the read-only runtime and, for `module`
 * programs, the read-only `sandmle` package). Files travel in the message: no host directory is ever mounted.
 */

export const SANDBOX_STATUSES = [
  'ok',
  'nonzero',
  'signal',
  'wall',
  'cpu',
  'memory',
  'output',
  'abandoned',
  'infra',
] as const
export type SandboxStatus = (typeof SANDBOX_STATUSES)[number]

/** What the cell is for. Roles never mix: judge files and solution code never meet in one cell. */
export type SandboxRole = 'engine' | 'generate' | 'solve' | 'evaluate' | 'import'

/** A script among `files`, or a module of the read-only `sandmle` package run as `python -m`. */
export type SandboxProgram = { kind: 'file'; path: string } | { kind: 'module'; name: string }

export type SandboxLimits = {
  wallMs: number
  cpuS: number
  /** Sum over all processes of the cell. */
  memoryMB: number
  processes: number
  fileMB: number
  diskMB: number
  inodes: number
  /** Bytes kept of each of stdout and stderr; four times as much in total ends the job as `output`. */
  outputKB: number
}

export const DEFAULT_LIMITS: SandboxLimits = {
  wallMs: 15_000,
  cpuS: 15,
  memoryMB: 2048,
  processes: 64,
  fileMB: 32,
  diskMB: 64,
  inodes: 4096,
  outputKB: 64,
}

export type SandboxJob = {
  id: string
  role: SandboxRole
  program: SandboxProgram
  argv?: readonly string[]
  /** Relative POSIX paths below the working directory. */
  files: Readonly<Record<string, Uint8Array>>
  /** Files (exact paths) or directories (path ends with '/': every regular file below) to bring back. */
  collect: readonly { path: string; maxBytes: number }[]
  /** Seeds `random` and `numpy.random` of the process; programs that need randomness take their own seed. */
  seed?: number
  limits?: Partial<SandboxLimits>
}

export type SandboxBackendName = 'warm' | 'cold'

export type SandboxResult = {
  status: SandboxStatus
  /** Exit code, or the negative signal number; null where the process never ended by itself. */
  code: number | null
  stdout: string
  stderr: string
  truncated: boolean
  files: Record<string, Uint8Array>
  /** Path -> why a requested file was not brought back. */
  refused: Record<string, string>
  usage: { wallMs: number; cpuMs: number; maxRssMB: number }
  sandbox: {
    backend: SandboxBackendName
    layers: readonly string[]
    memoryCap: 'cgroup2' | 'cgroup1' | 'watchdog'
    policyHash: string
    runtimeHash: string
  }
}

/** A wall that this machine does not allow: what that means, and the command that would give it. */
export type SandboxWeakness = { layer: string; effect: string; fix: string }

export type ProbeResult = { name: string; passed: boolean; detail: string }

/** What the probe battery found at start. A refused sandbox names the reason and the command that helps. */
export type SandboxCapabilities =
  | {
      kind: 'available'
      backend: SandboxBackendName
      layers: readonly string[]
      weaker: readonly SandboxWeakness[]
      memoryCap: 'cgroup2' | 'cgroup1' | 'watchdog'
      policyHash: string
      runtimeHash: string
      /** `python 3.11.2, numpy 1.24.2, ...`: what runtimeHash is the hash of. */
      runtime: string
      /** Whether its versions are those that the product pins, so that scores agree with other machines'. */
      pinned: boolean
      probes: readonly ProbeResult[]
    }
  | { kind: 'refused'; reason: string; fix: string; probes: readonly ProbeResult[] }

export interface Sandbox {
  readonly capabilities: SandboxCapabilities
  /** Never throws for what a program does; rejects only when refused or when `signal` aborts. */
  run(job: SandboxJob, signal?: AbortSignal): Promise<SandboxResult>
  /** Whether jobs are taken now, as the last canary job showed. */
  health(): PoolState
  close(): Promise<void>
}
