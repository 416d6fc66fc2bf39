import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** When a process began, in a form that a later process with the same pid does not share; null when it is gone. */
export function startOf(pid) {
  if (process.platform !== 'linux') {
    const asked = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return asked.stdout?.trim() || null
  }
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  // Where nobody reaps orphans a dead process stays as a zombie.
  return fields[0] === 'Z' ? null : fields[19]
}
