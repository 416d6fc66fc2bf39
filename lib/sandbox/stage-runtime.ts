import { chmod, chown, mkdir, mkdtemp, readdir, readlink, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Identity } from '#lib/sandbox/identity.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { type ReachableRuntime, reachRuntime } from '#lib/sandbox/reach-runtime.ts'
import { isReachable } from '#lib/sandbox/readable.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import { type Bind, runtimeBinds } from '#lib/sandbox/runtime-binds.ts'
import { snapshotCode } from '#lib/sandbox/snapshot-code.ts'
import { SOCKET_PATH_MAX } from '#lib/sandbox/tunables.ts'

/** Everything the sandbox reads, at paths that its uid can reach. */
export type StagedRuntime = ReachableRuntime & {
  /** Holds `host`, `package`, `control` and what had to be moved; removed by `remove`. */
  dir: string
  controlDir: string
  remove(): Promise<void>
}

/** Process ids are only comparable within one pid namespace: containers may share the temporary folder. */
async function stagePrefix(): Promise<string> {
  const namespace = /\d+/.exec(await readlink('/proc/self/ns/pid'))?.[0] ?? '0'
  return `sandmle-${namespace}-`
}

async function makeDir(identity: Identity): Promise<string> {
  for (const parent of new Set([await realpath(tmpdir()), '/tmp', '/var/tmp', '/dev/shm'])) {
    if (parent.length > SOCKET_PATH_MAX - 40) continue
    if (identity.dropsRoot && !(await isReachable(parent))) continue
    const dir = await mkdtemp(join(parent, `${await stagePrefix()}${process.pid}-`)).catch(() => null)
    if (dir !== null) return dir
  }
  throw new SandboxRefusedError(
    'No temporary folder that the sandbox user can reach.',
    'Set TMPDIR to a folder below which others may pass (mode 0755 or 1777).',
  )
}

/** A worker that was killed leaves its folder: remove those whose process is gone. */
async function sweep(parent: string): Promise<void> {
  const prefix = await stagePrefix()
  for (const name of await readdir(parent)) {
    const pid = /^(\d+)-\w{6}$/.exec(name.slice(prefix.length))?.[1]
    if (!name.startsWith(prefix) || pid === undefined) continue
    const alive = await stat(`/proc/${pid}`).then(
      () => true,
      () => false,
    )
    const own = await stat(join(parent, name)).then(
      ({ uid }) => uid === process.getuid?.(),
      () => false,
    )
    if (!alive && own) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

async function existing(binds: Bind[]): Promise<Bind[]> {
  const found: Bind[] = []
  for (const bind of binds) {
    const source = await realpath(bind.source).catch(() => null)
    if (source !== null) found.push({ ...bind, source })
    else if (!bind.optional)
      throw new SandboxRefusedError(`${bind.source} does not exist.`, 'Check SANDMLE_PYTHON.')
  }
  return found
}

/**
 * Puts the runner, the package and the interpreter where the sandbox's uid can read them.
 * @throws SandboxRefusedError when there is no such place.
 */
export async function stageRuntime(
  pythonDir: string,
  interpreter: Interpreter,
  identity: Identity,
): Promise<StagedRuntime> {
  const dir = await makeDir(identity)
  await sweep(dirname(dir))
  const remove = () => rm(dir, { recursive: true, force: true })
  try {
    await snapshotCode(dir, pythonDir, interpreter)
    // Ours and the sandbox's: other users of the machine have no business with the code of a private checkout.
    if (identity.dropsRoot) await chown(dir, 0, identity.gid)
    await chmod(dir, identity.dropsRoot ? 0o750 : 0o700)
    const controlDir = join(dir, 'control')
    await mkdir(controlDir, { mode: 0o700 })
    if (identity.dropsRoot) await chown(controlDir, identity.uid, identity.gid)
    const found = await existing(runtimeBinds(interpreter))
    const alone = !identity.dropsRoot && identity.range === null
    const reached = alone
      ? { binds: found, enter: [], mode: 'direct' as const }
      : await reachRuntime(dir, found, !identity.dropsRoot)
    return { dir, controlDir, ...reached, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
