import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import { FIRST_UID, TOOL_PATH, UID_COUNT } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)

/** Who bubblewrap runs as. Never uid 0: root in the sandbox would be root of the host. */
export type Identity = { uid: number; gid: number; dropsRoot: boolean }

/** The command prefix that gives up root for good; empty for an ordinary user. */
export function dropPrefix(identity: Identity): string[] {
  if (!identity.dropsRoot) return []
  const ids = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`]
  return ['setpriv', ...ids, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--']
}

async function takenUids(): Promise<Set<number>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return new Set(text.split('\n').map((line) => Number(line.split(':')[2])))
}

async function canBecome(identity: Identity): Promise<boolean> {
  const [command = '', ...prefix] = dropPrefix(identity)
  return run(command, [...prefix, 'id', '-u'], {
    env: bareEnvironment({ PATH: TOOL_PATH }),
  }).then(
    ({ stdout }) => Number(stdout) === identity.uid,
    () => false,
  )
}

/**
 * The identity for the sandbox of one home folder: the caller's own, or as root an ordinary uid without an account.
 * @throws SandboxRefusedError when root cannot become anybody else.
 */
export async function chooseIdentity(homeDir: string): Promise<Identity> {
  const own = process.getuid?.() ?? -1
  if (own > 0) return { uid: own, gid: process.getgid?.() ?? own, dropsRoot: false }
  const taken = await takenUids()
  const start = createHash('sha256').update(homeDir).digest().readUInt32LE(0) % UID_COUNT
  const candidates = [start, (start + 1) % UID_COUNT].map((offset) => FIRST_UID + offset)
  // Small user namespaces (rootless containers) map few ids: the traditional nobody is the last resort.
  for (const uid of [...candidates.filter((candidate) => !taken.has(candidate)), 65_534]) {
    const identity = { uid, gid: uid, dropsRoot: true }
    if (await canBecome(identity)) return identity
  }
  throw new SandboxRefusedError(
    'This process is root and cannot become an ordinary user; root is never used for the sandbox.',
    'Install util-linux (setpriv), or start as an ordinary user: useradd -m sandmle && su sandmle -c "npm run up"',
  )
}
