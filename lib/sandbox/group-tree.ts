import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the kernel does when files and folders of a control group tree are touched; a parameter for tests. */
export type GroupTree = {
  /** Rejects as the kernel does, as with EBUSY for controllers below a group that has processes. */
  write(path: string, value: string): Promise<void>
  make(dir: string): Promise<void>
  /** False while the kernel still keeps it. */
  remove(dir: string): Promise<boolean>
}

/** Above any number of processes that a job may ask for; RLIMIT_NPROC judges the job's own number. */
export const PROCESSES_MAX = 1_100

/** The kernel frees a group's last pages a moment after its last process. */
const REMOVE_TRIES = 40
const REMOVE_PAUSE_MS = 25

export const KERNEL: GroupTree = {
  write: (path, value) => writeFile(path, value),
  make: async (dir) => void (await mkdir(dir, { recursive: true })),
  remove: (dir) =>
    rmdir(dir).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    ),
}

/** A file's text; empty where it is not there or may not be read. */
export const textOf = (path: string) => readFile(path, 'utf8').catch(() => '')

const startOf = async (pid: string): Promise<string | undefined> =>
  (await textOf(`/proc/${pid}/stat`)).split(') ').at(-1)?.split(' ')[19]

/** `sandmle-<pid>-<boot time of the process>`: a name that a later process with the same pid does not share. */
export const ownTag = async (): Promise<string> =>
  `sandmle-${process.pid}-${(await startOf(String(process.pid))) ?? '0'}`

async function isAlive(name: string): Promise<boolean> {
  const [, pid = '', start] = name.split('-')
  return (await startOf(pid)) === start
}

export async function removeTree(tree: GroupTree, dir: string): Promise<void> {
  const inside = await readdir(dir, { withFileTypes: true }).catch(() => [])
  for (const entry of inside) if (entry.isDirectory()) await removeTree(tree, join(dir, entry.name))
  for (let tries = 0; tries < REMOVE_TRIES; tries++) {
    if (await tree.remove(dir)) return
    await sleep(REMOVE_PAUSE_MS)
  }
}

/** A worker that was killed leaves its groups: remove those whose process is gone. */
export async function sweep(tree: GroupTree, parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => []))
    if (/^sandmle-\d+-\d+/.test(name) && !(await isAlive(name))) await removeTree(tree, join(parent, name))
}
