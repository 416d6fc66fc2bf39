import type { SandboxBackendName, SandboxWeakness } from '#lib/domain/ports/sandbox.ts'
import type { ControlGroups } from '#lib/sandbox/control-groups.ts'
import type { Identity } from '#lib/sandbox/identity.ts'

/** What stands between a program and everything else here, and what this machine does not allow. */
export type Walls = {
  layers: string[]
  weaker: SandboxWeakness[]
  memoryCap: 'cgroup2' | 'cgroup1' | 'watchdog'
}

const ALWAYS = [
  'ordinary-uid',
  'namespaces',
  'read-only-root',
  'cell-network',
  'no-proc',
  'no-terminals',
  'disk-and-inode-caps',
  'resource-limits',
  'no-capabilities',
  'seccomp-allow-list',
]

const SHARED_UID: SandboxWeakness = {
  layer: 'uid-per-cell',
  effect:
    'cells share one user with their supervisor: only namespaces and the system call filter keep them apart',
  fix: 'Give this user subordinate ids: apt-get install -y uidmap && usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER',
}

const noBudget = (groups: Extract<ControlGroups, { kind: 'none' }>): SandboxWeakness => ({
  layer: 'kernel-budgets',
  effect:
    'memory is watched every 50 ms instead of capped, processor time of short-lived processes can be missed, ' +
    `and socket pairs (asyncio), shared anonymous memory and new sessions are refused (${groups.reason})`,
  fix: groups.fix,
})

export function wallsOf(backend: SandboxBackendName, identity: Identity, groups: ControlGroups): Walls {
  const layers = [...ALWAYS, ...(backend === 'warm' ? ['canary'] : [])]
  const weaker: SandboxWeakness[] = []
  if (identity.range === null) weaker.push(SHARED_UID)
  else layers.push('uid-per-cell')
  if (groups.kind === 'none') weaker.push(noBudget(groups))
  else layers.push('kernel-budgets')
  const memoryCap = groups.kind === 'none' ? 'watchdog' : groups.version === 2 ? 'cgroup2' : 'cgroup1'
  return { layers, weaker, memoryCap }
}
