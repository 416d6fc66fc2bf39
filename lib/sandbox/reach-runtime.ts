import { execFile } from 'node:child_process'
import { cp, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { firstUnreadable, isReachable } from '#lib/sandbox/readable.ts'
import type { Bind } from '#lib/sandbox/runtime-binds.ts'
import { TOOL_PATH } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)

/** Binds pairs of paths in an own mount namespace, while still root, and only then runs the rest. */
const BIND_SCRIPT =
  'while [ "$1" != "--" ]; do mount --bind "$1" "$2" || exit 97; shift 2; done; shift; exec "$@"'

/** The runtime at paths that the sandbox uid can read, and the command prefix that makes them so (often empty). */
export type ReachableRuntime = { binds: Bind[]; enter: string[]; mode: 'direct' | 'bind' | 'copy' }

async function makeTarget(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  if ((await stat(source)).isDirectory()) await mkdir(target)
  else await writeFile(target, '')
}

/**
 * Makes sources below private folders reachable for the sandbox uid, by bind mounts, else by a copy. `passes`: the
 * runner itself may pass those folders, and only what it binds must be readable for the users of cells.
 */
export async function reachRuntime(dir: string, binds: Bind[], passes: boolean): Promise<ReachableRuntime> {
  const result: Bind[] = []
  const pairs: string[] = []
  let mode: ReachableRuntime['mode'] = 'direct'
  for (const [index, bind] of binds.entries()) {
    const unreadable = await firstUnreadable(bind.source)
    if (unreadable === null && (passes || (await isReachable(bind.source)))) {
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
