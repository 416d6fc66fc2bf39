import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { leaseRange } from '#lib/sandbox/range-lease.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import { FIRST_UID, RANGE_SIZE, RANGES, TOOL_PATH } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)

/** Kernel uids for the runner and its cells. By root: the runner's is the first of them. Else they are subordinate. */
export type UidRange = { kind: 'root' | 'ordinary'; first: number; count: number }

/** Who bubblewrap runs as. Never uid 0: root in the sandbox would be root of the host. */
export type Identity = { uid: number; gid: number; dropsRoot: boolean; range: UidRange | null }

/** The program of the runner that enters the range; see `python/sandmle/sandbox/launch.py`. */
export const LAUNCH = 'sandmle/sandbox/launch.py'
const PYTHON_BARE = ['-I', '-S', '-B']

/** The command prefix that gives up root for good; empty for an ordinary user. */
export function dropPrefix({ dropsRoot, uid, gid }: Identity): string[] {
  if (!dropsRoot) return []
  const ids = [`--reuid=${uid}`, `--regid=${gid}`]
  return ['setpriv', ...ids, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--']
}

/** The command prefix under which bubblewrap starts: in a namespace with a uid a cell, else as one ordinary user. */
export function launchPrefix(identity: Identity, python: string, hostDir: string): string[] {
  const { range } = identity
  if (range === null) return dropPrefix(identity)
  const numbers = [String(range.first), String(range.count)]
  return [python, ...PYTHON_BARE, join(hostDir, LAUNCH), range.kind, ...numbers, '--']
}

/** The uid of the cells of a place, as the runner's user namespace counts; 0 where all share the runner's. */
export const placeUid = ({ range }: Identity, index: number): number =>
  range === null ? 0 : 1 + (index % (range.count - 1))

const passes = (command: string[]): Promise<boolean> => {
  const [program = '', ...args] = command
  return run(program, args, { env: bareEnvironment({ PATH: TOOL_PATH }), timeout: 20_000 }).then(
    () => true,
    () => false,
  )
}

const canEnter = (range: UidRange, python: string, pythonDir: string): Promise<boolean> => {
  const numbers = [String(range.first), String(range.count)]
  return passes([python, ...PYTHON_BARE, join(pythonDir, LAUNCH), 'probe', range.kind, ...numbers])
}

async function takenUids(): Promise<Set<number>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return new Set(text.split('\n').map((line) => Number(line.split(':')[2])))
}

async function nameOf(uid: number): Promise<string | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  return lines.map((line) => line.split(':')).find((fields) => fields[2] === String(uid))?.[0]
}

/** The first ids that the machine's administrator gave this user for namespaces of its own, or null. */
async function subordinateRange(uid: number): Promise<UidRange | null> {
  const names = new Set([String(uid), await nameOf(uid)])
  const starts = await Promise.all(
    ['/etc/subuid', '/etc/subgid'].map(async (path) => {
      const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
      const own = lines.find(([name]) => names.has(name))
      return own && Number(own[2]) >= RANGE_SIZE ? Number(own[1]) : null
    }),
  )
  const [users, groups] = starts
  // One number for both keeps the maps simple, and is what useradd writes.
  if (users === undefined || users === null || users !== groups) return null
  return { kind: 'ordinary', first: users, count: RANGE_SIZE }
}

/** An identity, and how to let others have its uids. */
export type HeldIdentity = { identity: Identity; release(): void }

const unheld = (identity: Identity): HeldIdentity => ({ identity, release: () => undefined })

async function ordinaryIdentity(uid: number, python: string, pythonDir: string): Promise<Identity> {
  const range = await subordinateRange(uid)
  const usable = range !== null && (await canEnter(range, python, pythonDir))
  return { uid, gid: process.getgid?.() ?? uid, dropsRoot: false, range: usable ? range : null }
}

/** A machine whose namespaces map few ids answers alike for every range: asking twice is enough. */
const ENTRIES_TRIED = 2

/** The first range from `start` on without an account, which no other sandbox holds and which can be entered. */
async function heldRange(start: number, python: string, pythonDir: string): Promise<HeldIdentity | null> {
  const taken = await takenUids()
  let tried = 0
  for (let step = 0; step < RANGES && tried < ENTRIES_TRIED; step++) {
    const first = FIRST_UID + ((start + step) % RANGES) * RANGE_SIZE
    const ids = Array.from({ length: RANGE_SIZE }, (_, offset) => first + offset)
    if (ids.some((id) => taken.has(id))) continue
    const lease = await leaseRange(first)
    if (lease === null) continue
    const range: UidRange = { kind: 'root', first, count: RANGE_SIZE }
    tried += 1
    if (await canEnter(range, python, pythonDir)) {
      return { identity: { uid: first, gid: first, dropsRoot: true, range }, release: lease.release }
    }
    lease.release()
  }
  return null
}

/**
 * The identity for the sandbox of one home folder: the caller's own, or as root ordinary uids without an account; with
 * a uid for each cell where the machine allows it. Two open sandboxes never have the same range.
 * @throws SandboxRefusedError when root cannot become anybody else.
 */
export async function chooseIdentity(
  homeDir: string,
  python: string,
  pythonDir: string,
): Promise<HeldIdentity> {
  const own = process.getuid?.() ?? -1
  if (own > 0) return unheld(await ordinaryIdentity(own, python, pythonDir))
  const start = createHash('sha256').update(homeDir).digest().readUInt32LE(0) % RANGES
  const held = await heldRange(start, python, pythonDir)
  if (held !== null) return held
  // Small user namespaces (rootless containers) map few ids: the traditional nobody is the last resort.
  for (const uid of [FIRST_UID + start * RANGE_SIZE, 65_534]) {
    const identity = { uid, gid: uid, dropsRoot: true, range: null }
    if (await passes([...dropPrefix(identity), 'true'])) return unheld(identity)
  }
  throw new SandboxRefusedError(
    'This process is root and cannot become an ordinary user; root is never used for the sandbox.',
    'Install util-linux (setpriv), or start as an ordinary user: useradd -m sandmle && su sandmle -c "npm run up"',
  )
}
