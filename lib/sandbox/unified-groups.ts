import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { BudgetFiles, ControlGroups } from '#lib/sandbox/control-groups.ts'
import { type GroupTree, PROCESSES_MAX, removeTree, sweep, textOf } from '#lib/sandbox/group-tree.ts'

/** Where this process stands in a tree of version 2: `own` is its group below `mount`, as in /proc/self/cgroup. */
export type Standing = { mount: string; own: string; uid: number }

const WANTED = ['memory', 'pids', 'cpu'] as const
/** Takes the processes of a group that is to be divided: the kernel lets no group have both. */
const LEAF = 'sandmle-others'
/** A process that is forked while others are moved stays behind. */
const MOVES = 5

const lacking = (line: string) => WANTED.filter((controller) => !line.trim().split(/\s/).includes(controller))

const FIX_OF_ROOT =
  'Mount control groups writable in this container, or start the worker outside of it (Docker: --privileged).'
const FIX_OF_USER =
  'Start the worker as root, or below a delegated control group: ' +
  'systemd-run --user --scope -p Delegate=yes npm run up'

const fixOfController = (missing: readonly string[]) =>
  `Have ${missing.join(' and ')} delegated to users too: sudo systemctl edit user@.service, with the lines ` +
  `[Service] and Delegate=${WANTED.join(' ')}; then log in again`

/** Makes a group's controllers usable below it; `ours` says that its processes may be moved into a leaf for that. */
async function enableBelow(tree: GroupTree, parent: string, ours: boolean): Promise<boolean> {
  const control = join(parent, 'cgroup.subtree_control')
  const enabled = async () => lacking(await textOf(control)).length === 0
  const enable = async () => {
    await tree.write(control, WANTED.map((controller) => `+${controller}`).join(' ')).catch(() => undefined)
    return enabled()
  }
  if ((await enabled()) || (await enable())) return true
  for (let moves = 0; ours && moves < MOVES; moves++) {
    await tree.make(join(parent, LEAF))
    const inside = (await textOf(join(parent, 'cgroup.procs'))).split('\n').filter(Boolean)
    for (const pid of inside) await tree.write(join(parent, LEAF, 'cgroup.procs'), pid).catch(() => undefined)
    if (await enable()) return true
  }
  return false
}

async function makePlaces(tree: GroupTree, top: string, count: number): Promise<BudgetFiles[]> {
  await tree.make(top)
  if (!(await enableBelow(tree, top, false))) throw new Error('the controllers are not passed on')
  const places: BudgetFiles[] = []
  for (let index = 0; index < count; index++) {
    const dir = join(top, `place-${index}`)
    await tree.make(dir)
    await tree.write(join(dir, 'pids.max'), String(PROCESSES_MAX))
    await tree.write(join(dir, 'memory.swap.max'), '0').catch(() => undefined)
    places.push({
      join: [join(dir, 'cgroup.procs')],
      limit: join(dir, 'memory.max'),
      stat: join(dir, 'memory.stat'),
      events: join(dir, 'memory.events'),
      usage: join(dir, 'cpu.stat'),
    })
  }
  return places
}

/** Groups that this process may divide, best first; `ours`: every process in it is one of ours. */
async function candidates({ mount, own, uid }: Standing): Promise<{ parent: string; ours: boolean }[]> {
  // A worker that starts again finds itself in the leaf into which the last one moved everybody.
  const group = join(mount, basename(own) === LEAF ? dirname(own) : own)
  if (uid !== 0)
    return (await stat(group).catch(() => null))?.uid === uid ? [{ parent: group, ours: true }] : []
  // The true root of a tree has no type. A root that has one is a container's, which cannot be divided while in use.
  const isOfContainer = (await textOf(join(mount, 'cgroup.type'))) !== ''
  return [
    { parent: mount, ours: isOfContainer },
    ...(group === mount ? [] : [{ parent: group, ours: false }]),
  ]
}

/** Groups of version 2: root's anywhere, an ordinary user's below a group that was delegated to it. */
export async function openUnified(
  tree: GroupTree,
  standing: Standing,
  name: string,
  count: number,
): Promise<ControlGroups> {
  const isRoot = standing.uid === 0
  let fix = isRoot ? FIX_OF_ROOT : FIX_OF_USER
  let reason = isRoot
    ? 'no control group can be divided here'
    : 'no control group of version 2 is delegated to this user'
  for (const { parent, ours } of await candidates(standing)) {
    const missing = lacking(await textOf(join(parent, 'cgroup.controllers')))
    if (missing.length > 0) {
      reason = `this process's control group has no ${missing.join(', ')}`
      if (!isRoot) fix = fixOfController(missing)
      continue
    }
    const top = join(parent, name)
    try {
      if (!(await enableBelow(tree, parent, ours))) continue
      await sweep(tree, parent)
      const places = await makePlaces(tree, top, count)
      return { kind: 'kept', version: 2, places, remove: () => removeTree(tree, top) }
    } catch (error) {
      reason = `control groups cannot be made: ${String(error)}`
      await removeTree(tree, top)
    }
  }
  return { kind: 'none', reason, fix }
}
