import { KERNEL, ownTag, textOf } from '#lib/sandbox/group-tree.ts'
import { type Hierarchy, openLegacy } from '#lib/sandbox/legacy-groups.ts'
import { openUnified } from '#lib/sandbox/unified-groups.ts'

/** Files of one place's control group: those to write `0` to, and one each of limit, use by kind, kills, processor. */
export type BudgetFiles = { join: string[]; limit: string; stat: string; events: string; usage: string }

/** One control group a place, or why the kernel keeps no budgets here and what would help. */
export type ControlGroups =
  | { kind: 'kept'; version: 1 | 2; places: BudgetFiles[]; remove(): Promise<void> }
  | { kind: 'none'; reason: string; fix: string }

/** Mounted hierarchies of this mount namespace; version 2 has no controllers in its options. */
async function hierarchies(): Promise<{ unified: string | null; legacy: Hierarchy[] }> {
  let unified: string | null = null
  const legacy: Hierarchy[] = []
  for (const line of (await textOf('/proc/self/mountinfo')).split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const mount = before.split(' ')[4]
    const [type, , options = ''] = after.split(' ')
    if (mount === undefined) continue
    if (type === 'cgroup2') unified ??= mount
    if (type === 'cgroup') legacy.push({ mount, controllers: options.split(',') })
  }
  return { unified, legacy }
}

/**
 * One control group for each of `count` places, in the version that holds the memory controller. Where there is none,
 * memory and processor time are only watched from outside, which is weaker, and `doctor` says so.
 */
export async function openControlGroups(label: string, count: number): Promise<ControlGroups> {
  const { unified, legacy } = await hierarchies()
  const name = `${await ownTag()}-${label}`
  const uid = process.getuid?.() ?? -1
  if (legacy.some(({ controllers }) => controllers.includes('memory')))
    return openLegacy(legacy, name, count, uid === 0)
  if (unified === null) {
    const fix = 'Mount control groups, as root: mount -t cgroup2 cgroup2 /sys/fs/cgroup'
    return { kind: 'none', reason: 'no control groups are mounted', fix }
  }
  const own = /^0::(.*)$/m.exec(await textOf('/proc/self/cgroup'))?.[1] ?? '/'
  return openUnified(KERNEL, { mount: unified, own, uid }, name, count)
}
