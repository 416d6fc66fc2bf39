import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { descendants } from '#lib/sandbox/process-tree.fixture.ts'

const availableMB = (): number =>
  Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1024

/** A process's share of memory in MB; 0 where only root may look. */
function shareMB(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const familyMB = (): number => descendants(process.pid).reduce((sum, { pid }) => sum + shareMB(pid), 0)

export type Taken = {
  /**
   * The most that the machine had less, in MB. It counts what any process or the kernel took, so the rest of the
   * machine shows in it: one high value may be chance, one low value never is.
   */
  machineMB: number
  /** The most that our processes had more, in MB: exact, but blind for what no process maps. */
  processesMB: number
}

/** Runs `body` and says what memory it took while it ran. */
export async function memoryTaken(body: () => Promise<unknown>): Promise<Taken> {
  const [available, family] = [availableMB(), familyMB()]
  const taken = { machineMB: 0, processesMB: 0 }
  let done = false
  const watch = async () => {
    for (let look = 0; !done; look++) {
      taken.machineMB = Math.max(taken.machineMB, available - availableMB())
      if (look % 6 === 5) taken.processesMB = Math.max(taken.processesMB, familyMB() - family)
      await sleep(20)
    }
  }
  const watching = watch()
  try {
    await body()
  } finally {
    done = true
    await watching
  }
  return taken
}
