import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { basename } from 'node:path'

/** Processes of a server that died notice it by themselves within this time, or never. */
const NOTICE_MS = 1_000
const ENDS_MS = 5_000
const LOOK_MS = 50
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function isOf(pid, data) {
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).split(' ')[0]
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === data
  } catch {
    return false
  }
}

const leftovers = (data) => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOf(name, data))

function kill(pid) {
  try {
    process.kill(Number(pid), 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/**
 * Ends what is left of a server whose first process died: until all are gone no other takes their memory, and one that is
 * frozen never goes by itself. For a folder of data that no server runs on; every process of one works in it.
 */
export async function endLeftovers(data) {
  if (process.platform !== 'linux') return
  const folder = realpathSync(data)
  for (let waited = 0; leftovers(folder).length > 0 && waited < NOTICE_MS + ENDS_MS; waited += LOOK_MS) {
    if (waited >= NOTICE_MS) for (const pid of leftovers(folder)) kill(pid)
    await pause(LOOK_MS)
  }
}
