import { join } from 'node:path'
import type { BudgetFiles, ControlGroups } from '#lib/sandbox/control-groups.ts'
import { KERNEL, PROCESSES_MAX, removeTree, sweep } from '#lib/sandbox/group-tree.ts'

/** A mounted hierarchy of version 1. */
export type Hierarchy = { mount: string; controllers: string[] }

const WANTED = ['memory', 'pids', 'cpu', 'cpuacct'] as const

/** Groups of version 1 are made by root alone: there is no delegation that would keep a user inside its own. */
export async function openLegacy(
  legacy: readonly Hierarchy[],
  name: string,
  count: number,
  isRoot: boolean,
): Promise<ControlGroups> {
  const fix = isRoot
    ? 'Mount the hierarchies of these controllers below /sys/fs/cgroup, writable.'
    : 'Start the worker as root, or boot with control groups of version 2 (systemd.unified_cgroup_hierarchy=1).'
  if (!isRoot) return { kind: 'none', reason: 'control groups of version 1 need root', fix }
  const of = (controller: string) => legacy.find(({ controllers }) => controllers.includes(controller))?.mount
  const missing = WANTED.filter((controller) => of(controller) === undefined)
  if (missing.length > 0) return { kind: 'none', reason: `no control group for ${missing.join(', ')}`, fix }
  const mounts = [...new Set(WANTED.flatMap((controller) => of(controller) ?? []))]
  const parents = mounts.map((mount) => join(mount, name))
  const remove = async () => void (await Promise.all(parents.map((parent) => removeTree(KERNEL, parent))))
  try {
    for (const mount of mounts) await sweep(KERNEL, mount)
    const places: BudgetFiles[] = []
    for (let index = 0; index < count; index++) {
      const dir = (controller: string) => join(of(controller) ?? '', name, `place-${index}`)
      for (const parent of parents) await KERNEL.make(join(parent, `place-${index}`))
      await KERNEL.write(join(dir('pids'), 'pids.max'), String(PROCESSES_MAX))
      await KERNEL.write(join(dir('memory'), 'memory.swappiness'), '0').catch(() => undefined)
      places.push({
        join: parents.map((parent) => join(parent, `place-${index}`, 'cgroup.procs')),
        limit: join(dir('memory'), 'memory.limit_in_bytes'),
        stat: join(dir('memory'), 'memory.stat'),
        events: join(dir('memory'), 'memory.oom_control'),
        usage: join(dir('cpuacct'), 'cpuacct.usage'),
      })
    }
    return { kind: 'kept', version: 1, places, remove }
  } catch (error) {
    await remove()
    return { kind: 'none', reason: `control groups cannot be made: ${String(error)}`, fix }
  }
}
