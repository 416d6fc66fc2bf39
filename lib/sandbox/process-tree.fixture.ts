import { readdirSync, readFileSync } from 'node:fs'

export type Process = { pid: number; parent: number; command: string; rssKB: number }

function readProcess(pid: number): Process | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    // Dead already; only its parent has not asked yet.
    if (/^State:\s+Z/m.test(status)) return null
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return { pid, parent: field('PPid'), command, rssKB: field('VmRSS') }
  } catch {
    return null
  }
}

/** All processes below `root`, nearest first. */
export function descendants(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== null)
  const found: Process[] = []
  for (let level = [root]; level.length > 0; ) {
    const next = all.filter(({ parent }) => level.includes(parent))
    found.push(...next)
    level = next.map(({ pid }) => pid)
  }
  return found
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
