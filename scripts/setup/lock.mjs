import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Locks of this process: what nobody refers to would be closed by the garbage collector. */
const held = new Set()

/**
 * Takes a lock of one installation, held until it is released or the process ends, however it ends: the kernel keeps it
 * for SQLite. Waits up to `waitMs`, during which nothing else of this process runs. Returns the function that releases it,
 * or null when another process has it.
 */
export async function takeLock(home, name, waitMs = 0) {
  // Imported here, as Node tells once that SQLite is new.
  const { DatabaseSync } = await import('node:sqlite')
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(home, 'run', `${name}.lock`))
  try {
    file.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE`)
  } catch (error) {
    file.close()
    if (error.errcode === SQLITE_BUSY) return null
    throw error
  }
  held.add(file)
  return () => {
    held.delete(file)
    file.close()
  }
}
const SQLITE_BUSY = 5
