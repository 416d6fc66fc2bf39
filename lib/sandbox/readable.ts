import { existsSync } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const OTHERS_READ = 0o4
const OTHERS_PASS = 0o1

/** True when every folder above `path` lets others pass. A private home (mode 0700) does not. */
export async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & OTHERS_PASS) === 0) return false
    if (folder === dirname(folder)) break
  }
  const own = await stat(path)
  return !own.isDirectory() || (own.mode & OTHERS_PASS) !== 0
}

/** The operating system's own folders are readable by everybody; walking them would take seconds. */
const TRUSTED = ['/usr/lib', '/usr/lib64', '/usr/lib32', '/usr/share', '/etc']

/** The pinned runtime, whose maker let everybody read it (`scripts/setup/venv.mjs`): some ten thousand files. */
const STAMP = 'sandmle-lock'
const isPinnedRuntime = (path: string): boolean => existsSync(join(dirname(path), STAMP))

/** The first entry at or below `path` that others cannot read, or null. Links count as readable. */
export async function firstUnreadable(path: string): Promise<string | null> {
  if (TRUSTED.some((folder) => path === folder || path.startsWith(`${folder}/`))) return null
  return isPinnedRuntime(path) ? null : firstBelow(path)
}

async function firstBelow(path: string): Promise<string | null> {
  const facts = await lstat(path)
  if (facts.isSymbolicLink()) return null
  const needed = facts.isDirectory() ? OTHERS_READ | OTHERS_PASS : OTHERS_READ
  if ((facts.mode & needed) !== needed) return path
  if (!facts.isDirectory()) return null
  for (const name of await readdir(path)) {
    const found = await firstBelow(join(path, name))
    if (found !== null) return found
  }
  return null
}
