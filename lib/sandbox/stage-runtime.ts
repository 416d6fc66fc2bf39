import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import type { Identity } from '#lib/sandbox/identity.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { firstUnreadable, isReachable } from '#lib/sandbox/readable.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import { type Bind, runtimeBinds } from '#lib/sandbox/runtime-binds.ts'
import { SOCKET_PATH_MAX } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)
export const TOOL_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/** Binds pairs of paths in an own mount namespace, while still root, and only then runs the rest. */
const BIND_SCRIPT =
  'while [ "$1" != "--" ]; do mount --bind "$1" "$2" || exit 97; shift 2; done; shift; exec "$@"'

/** Everything the sandbox reads, at paths that its uid can reach. */
export type StagedRuntime = {
  /** Holds `host`, `package`, `control` and what had to be moved; removed by `remove`. */
  dir: string
  controlDir: string
  binds: Bind[]
  /** Command prefix that makes private paths reachable before rights are dropped; often empty. */
  enter: string[]
  mode: 'direct' | 'bind' | 'copy'
  remove(): Promise<void>
}

async function makeDir(identity: Identity): Promise<string> {
  for (const parent of new Set([await realpath(tmpdir()), '/tmp', '/var/tmp', '/dev/shm'])) {
    if (parent.length > SOCKET_PATH_MAX - 40) continue
    if (identity.dropsRoot && !(await isReachable(parent))) continue
    const dir = await mkdtemp(join(parent, `sandmle-${process.pid}-`)).catch(() => null)
    if (dir !== null) return dir
  }
  throw new SandboxRefusedError(
    'No temporary folder that the sandbox user can reach.',
    'Set TMPDIR to a folder below which others may pass (mode 0755 or 1777).',
  )
}

/** A worker that was killed leaves its folder: remove those whose process is gone. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^sandmle-(\d+)-\w{6}$/.exec(name)?.[1]
    if (pid === undefined) continue
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

/** The package is a snapshot: an edit during development never changes a running host half-way. */
async function snapshotCode(dir: string, pythonDir: string, interpreter: Interpreter): Promise<void> {
  const source = join(pythonDir, 'sandmle')
  const filter = (path: string) => !path.includes('__pycache__')
  await cp(source, join(dir, 'package/sandmle'), { recursive: true, filter })
  for (const part of ['__init__.py', 'host.py', 'sandbox']) {
    await cp(join(source, part), join(dir, 'host/sandmle', part), { recursive: true, filter })
  }
  await mkdir(join(dir, 'host/bin'))
  await writeFile(join(dir, 'host/bin/python'), `#!/bin/sh\nexec '${interpreter.executable}' "$@"\n`)
  await mkdir(join(dir, 'etc'))
  await writeFile(join(dir, 'etc/passwd'), 'root:x:0:0::/:/bin/false\nsandbox:x:1000:1000::/tmp:/bin/sh\n')
  await writeFile(join(dir, 'etc/group'), 'root:x:0:\nsandbox:x:1000:\n')
  await run('chmod', ['-R', 'a+rX', dir])
  await chmod(join(dir, 'host/bin/python'), 0o755)
  // Cells have a read-only package: without bytecode every job would compile it again.
  const compile = ['-I', '-m', 'compileall', '-q', '-j', '1', '--invalidation-mode', 'unchecked-hash']
  await run(interpreter.executable, [...compile, join(dir, 'host'), join(dir, 'package')]).catch(
    () => undefined,
  )
  await run('chmod', ['-R', 'a+rX', join(dir, 'host'), join(dir, 'package')])
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

async function makeTarget(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  if ((await stat(source)).isDirectory()) await mkdir(target)
  else await writeFile(target, '')
}

/** Makes sources below private folders reachable for the sandbox uid: by bind mounts, else by a copy. */
async function reach(dir: string, binds: Bind[]): Promise<Pick<StagedRuntime, 'binds' | 'enter' | 'mode'>> {
  const result: Bind[] = []
  const pairs: string[] = []
  let mode: StagedRuntime['mode'] = 'direct'
  for (const [index, bind] of binds.entries()) {
    const unreadable = await firstUnreadable(bind.source)
    if (unreadable === null && (await isReachable(bind.source))) {
      result.push(bind)
      continue
    }
    const moved = join(dir, 'moved', String(index))
    result.push({ ...bind, source: moved })
    if (unreadable === null && (await canBind(dir))) {
      await makeTarget(bind.source, moved)
      pairs.push(bind.source, moved)
      if (mode === 'direct') mode = 'bind'
    } else {
      await cp(bind.source, moved, { recursive: true, verbatimSymlinks: true })
      await run('chmod', ['-R', 'a+rX', moved])
      mode = 'copy'
    }
  }
  return { binds: result, enter: pairs.length > 0 ? enterCommand(pairs) : [], mode }
}

function enterCommand(pairs: string[]): string[] {
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    '/bin/sh',
    '-c',
    BIND_SCRIPT,
    'sh',
    ...pairs,
    '--',
  ]
}

async function canBind(dir: string): Promise<boolean> {
  const [command = '', ...args] = enterCommand([join(dir, 'etc'), join(dir, 'etc')])
  return run(command, [...args, 'true'], { env: bareEnvironment({ PATH: TOOL_PATH }) }).then(
    () => true,
    () => false,
  )
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
    await chmod(dir, identity.dropsRoot ? 0o755 : 0o700)
    await snapshotCode(dir, pythonDir, interpreter)
    const controlDir = join(dir, 'control')
    await mkdir(controlDir, { mode: 0o700 })
    if (identity.dropsRoot) await chown(controlDir, identity.uid, identity.gid)
    const found = await existing(runtimeBinds(interpreter))
    const reached = identity.dropsRoot
      ? await reach(dir, found)
      : { binds: found, enter: [], mode: 'direct' as const }
    return { dir, controlDir, ...reached, remove }
  } catch (error) {
    await remove()
    throw error
  }
}
