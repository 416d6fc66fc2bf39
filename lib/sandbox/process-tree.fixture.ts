import { readdirSync, readFileSync } from 'node:fs'

export type Process = { pid: number; parent: number; command: string; rssKB: number }

/** The parent of each process that lives. One that only waits for its parent to ask is dead. */
function living(): Map<number, number> {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = contentOf(`/proc/${name}/stat`)
    // The name of the program stands between brackets, and may hold some.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 2)
    if (stat !== '' && state !== 'Z') parents.set(Number(name), Number(parent))
  }
  return parents
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** All processes below `root`, nearest first. Only these are looked at closely: a machine has hundreds. */
export function descendants(root: number): Process[] {
  const parents = [...living()]
  const found: [pid: number, parent: number][] = []
  for (let level = [root]; level.length > 0; ) {
    const next = parents.filter(([, parent]) => level.includes(parent))
    found.push(...next)
    level = next.map(([pid]) => pid)
  }
  return found.map(([pid, parent]) => ({
    pid,
    parent,
    command: contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
    rssKB: Number(/^VmRSS:\s+(\d+)/m.exec(contentOf(`/proc/${pid}/status`))?.[1] ?? 0),
  }))
}

/** The daemons of a warm host: bubblewrap, the manager M and the forker Z. */
export function daemons(bwrapPid: number): { bwrap: number; manager: number; forker: number } {
  const below = descendants(bwrapPid)
  const manager = below.find(
    ({ command }) => !command.startsWith('bwrap') && command.includes('host.py warm'),
  )
  const children = below.filter(({ parent }) => parent === manager?.pid)
  const forker = children.sort((a, b) => b.rssKB - a.rssKB)[0]
  if (!manager || !forker) throw new Error(`no warm host below ${bwrapPid}`)
  return { bwrap: bwrapPid, manager: manager.pid, forker: forker.pid }
}
