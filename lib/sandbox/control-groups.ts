import { mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Files of one place's control group: those to write `0` to, and one each of limit, use by kind, kills, processor. */
export type BudgetFiles = { join: string[]; limit: string; stat: string; events: string; usage: string }

/** One control group a place, or why the kernel keeps no budgets here and what would help. */
export type ControlGroups =
  | { kind: 'kept'; version: 1 | 2; places: BudgetFiles[]; remove(): Promise<void> }
  | { kind: 'none'; reason: string; fix: string }

type Hierarchy = { mount: string; controllers: string[] }

const WANTED = ['memory', 'pids', 'cpu', 'cpuacct'] as const
const WANTED_2 = ['memory', 'pids', 'cpu'] as const
/** Above any number of processes that a job may ask for; RLIMIT_NPROC judges the job's own number. */
const PROCESSES_MAX = 1_100
/** The kernel frees a group's last pages a moment after its last process. */
const REMOVE_TRIES = 40
const REMOVE_PAUSE_MS = 25

const FIX =
  'Start the worker as root, or below a delegated control group: ' +
  'systemd-run --user --scope -p Delegate=yes npm run up'

const text = (path: string) => readFile(path, 'utf8').catch(() => '')

/** Mounted hierarchies of this mount namespace; version 2 has no controllers in its options. */
async function hierarchies(): Promise<{ unified: string | null; legacy: Hierarchy[] }> {
  let unified: string | null = null
  const legacy: Hierarchy[] = []
  for (const line of (await text('/proc/self/mountinfo')).split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const mount = before.split(' ')[4]
    const [type, , options = ''] = after.split(' ')
    if (mount === undefined) continue
    if (type === 'cgroup2') unified ??= mount
    if (type === 'cgroup') legacy.push({ mount, controllers: options.split(',') })
  }
  return { unified, legacy }
}

/** `sandmle-<pid>-<boot time of the process>`: a name that a later process with the same pid does not share. */
async function ownTag(): Promise<string> {
  const fields = (await text('/proc/self/stat')).split(') ').at(-1)?.split(' ') ?? []
  return `sandmle-${process.pid}-${fields[19] ?? '0'}`
}

async function isAlive(tag: string): Promise<boolean> {
  const [, pid, start] = tag.split('-')
  const fields = (await text(`/proc/${pid}/stat`)).split(') ').at(-1)?.split(' ') ?? []
  return fields[19] === start
}

async function removeTree(dir: string): Promise<void> {
  const inside = await readdir(dir, { withFileTypes: true }).catch(() => [])
  for (const entry of inside) if (entry.isDirectory()) await removeTree(join(dir, entry.name))
  for (let tries = 0; tries < REMOVE_TRIES; tries++) {
    const gone = await rmdir(dir).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    )
    if (gone) return
    await sleep(REMOVE_PAUSE_MS)
  }
}

/** A worker that was killed leaves its groups: remove those whose process is gone. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (/^sandmle-\d+-\d+/.test(name) && !(await isAlive(name))) await removeTree(join(parent, name))
  }
}

const writeIfThere = (path: string, value: string) => writeFile(path, value).catch(() => undefined)

async function openLegacy(legacy: Hierarchy[], name: string, count: number): Promise<ControlGroups> {
  const of = (controller: string) => legacy.find(({ controllers }) => controllers.includes(controller))?.mount
  const missing = WANTED.filter((controller) => of(controller) === undefined)
  if (missing.length > 0)
    return { kind: 'none', reason: `no control group for ${missing.join(', ')}`, fix: FIX }
  const mounts = [...new Set(WANTED.flatMap((controller) => of(controller) ?? []))]
  const parents = mounts.map((mount) => join(mount, name))
  const remove = async () => void (await Promise.all(parents.map(removeTree)))
  try {
    for (const mount of mounts) await sweep(mount)
    const places: BudgetFiles[] = []
    for (let index = 0; index < count; index++) {
      const dir = (controller: string) => join(of(controller) ?? '', name, `place-${index}`)
      for (const parent of parents) await mkdir(join(parent, `place-${index}`), { recursive: true })
      await writeFile(join(dir('pids'), 'pids.max'), String(PROCESSES_MAX))
      await writeIfThere(join(dir('memory'), 'memory.swappiness'), '0')
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
    return { kind: 'none', reason: `control groups cannot be made: ${String(error)}`, fix: FIX }
  }
}

const hasAll = (line: string) => WANTED_2.every((controller) => line.trim().split(/\s/).includes(controller))

/**
 * Makes a group's controllers usable below it. A group with processes of its own cannot: in a group that is delegated
 * to this user they are moved into a leaf first.
 */
async function enableBelow(parent: string, ours: boolean): Promise<boolean> {
  if (!hasAll(await text(join(parent, 'cgroup.controllers')))) return false
  const control = join(parent, 'cgroup.subtree_control')
  const enable = async () => {
    await writeFile(control, WANTED_2.map((controller) => `+${controller}`).join(' ')).catch(() => undefined)
    return hasAll(await text(control))
  }
  if (hasAll(await text(control)) || (await enable())) return true
  if (!ours) return false
  const leaf = join(parent, 'sandmle-others')
  await mkdir(leaf, { recursive: true })
  for (const pid of (await text(join(parent, 'cgroup.procs'))).split('\n').filter(Boolean))
    await writeIfThere(join(leaf, 'cgroup.procs'), pid)
  return enable()
}

async function openUnified(mount: string, name: string, count: number): Promise<ControlGroups> {
  const own = /^0::(.*)$/m.exec(await text('/proc/self/cgroup'))?.[1] ?? '/'
  const isRoot = process.getuid?.() === 0
  const candidates = isRoot ? [mount, join(mount, own)] : [join(mount, own)]
  for (const parent of candidates) {
    const facts = await stat(parent).catch(() => null)
    const delegated = !isRoot && facts?.uid === process.getuid?.()
    if (facts === null || !(isRoot || delegated)) continue
    const top = join(parent, name)
    const remove = () => removeTree(top)
    try {
      if (!(await enableBelow(parent, delegated))) continue
      await sweep(parent)
      await mkdir(top)
      if (!(await enableBelow(top, false))) throw new Error('the controllers are not passed on')
      const places: BudgetFiles[] = []
      for (let index = 0; index < count; index++) {
        const dir = join(top, `place-${index}`)
        await mkdir(dir)
        await writeFile(join(dir, 'pids.max'), String(PROCESSES_MAX))
        await writeIfThere(join(dir, 'memory.swap.max'), '0')
        places.push({
          join: [join(dir, 'cgroup.procs')],
          limit: join(dir, 'memory.max'),
          stat: join(dir, 'memory.stat'),
          events: join(dir, 'memory.events'),
          usage: join(dir, 'cpu.stat'),
        })
      }
      return { kind: 'kept', version: 2, places, remove }
    } catch {
      await remove()
    }
  }
  return {
    kind: 'none',
    reason: 'no control group with memory, pids and cpu may be divided here',
    fix: FIX,
  }
}

/**
 * One control group for each of `count` places, in the version that holds the memory controller. Where there is none,
 * memory and processor time are only watched from outside, which is weaker, and `doctor` says so.
 */
export async function openControlGroups(label: string, count: number): Promise<ControlGroups> {
  const { unified, legacy } = await hierarchies()
  const name = `${await ownTag()}-${label}`
  if (legacy.some(({ controllers }) => controllers.includes('memory'))) {
    if (process.getuid?.() !== 0)
      return { kind: 'none', reason: 'control groups of version 1 need root', fix: FIX }
    return openLegacy(legacy, name, count)
  }
  if (unified === null) return { kind: 'none', reason: 'no control groups are mounted', fix: FIX }
  return openUnified(unified, name, count)
}
