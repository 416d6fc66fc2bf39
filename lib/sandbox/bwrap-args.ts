import { join } from 'node:path'
import { RUNTIME } from '#lib/domain/runtime.ts'
import type { Identity } from '#lib/sandbox/identity.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { insidePath, runtimeLinks } from '#lib/sandbox/runtime-binds.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { IN_CELLS } from '#lib/sandbox/snapshot-code.ts'
import type { StagedRuntime } from '#lib/sandbox/stage-runtime.ts'

const SHELL = '/usr/bin/sh'
const HOST_PROGRAM = '/opt/sandbox/sandmle/host.py'

/**
 * Not -I: that would ignore PYTHONHASHSEED, and the order of sets must not differ between hosts. The environment
 * is made by us and the runner cleans `sys.path`, so the program sees what -I would give it.
 */
const PYTHON_FLAGS = ['-s'] as const

/** What bubblewrap starts: the runner inside, as a warm host or for one cold cell. */
export const runnerCommand = ({ interpreter }: Site, kind: 'warm' | 'cold', config: string): string[] => [
  insidePath(interpreter, interpreter.executable),
  ...PYTHON_FLAGS,
  HOST_PROGRAM,
  kind,
  config,
]

const ENVIRONMENT: Record<string, string> = {
  PATH: '/usr/bin:/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
}

/**
 * Every folder above these paths, outermost first. bubblewrap makes missing ones for its own user alone, and cells have
 * users of their own.
 */
function foldersAbove(paths: string[]): string[] {
  const folders = new Set<string>()
  for (const path of paths) {
    const parts = path.split('/').slice(1, -1)
    for (const [index] of parts.entries()) folders.add(`/${parts.slice(0, index + 1).join('/')}`)
  }
  return [...folders]
}

function rootTree(runtime: StagedRuntime, interpreter: Interpreter): string[] {
  const links = runtimeLinks(interpreter, '/opt/sandbox/bin/python')
  const binds = [
    ...runtime.binds,
    ...['passwd', 'group'].map((name) => ({
      source: join(runtime.dir, 'etc', name),
      target: `/etc/${name}`,
    })),
    ...(interpreter.venv === null
      ? []
      : [{ source: join(runtime.dir, 'etc/pyvenv.cfg'), target: `${RUNTIME.python.inCells}/pyvenv.cfg` }]),
    ...Object.entries(IN_CELLS).map(([folder, target]) => ({ source: join(runtime.dir, folder), target })),
  ]
  const targets = [...binds.map(({ target }) => target), ...links.map(([, path]) => path)]
  return [
    ...foldersAbove([...targets, SHELL]).flatMap((folder) => ['--dir', folder]),
    ...binds.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    ...['--ro-bind-try', SHELL, SHELL],
    ...links.flatMap((link) => ['--symlink', ...link]),
  ]
}

const setEnvironment = (): string[] => [
  '--clearenv',
  ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--setenv', name, value]),
]

/**
 * Devices that everybody may use. No terminal: one that is shared passes bytes from cell to cell. No zeros: a shared
 * mapping of them is memory that only a control group counts.
 */
const DEVICES = ['null', 'random', 'urandom'].flatMap((name) => [
  '--dev-bind',
  `/dev/${name}`,
  `/dev/${name}`,
])
// Libraries ask at their import whether semaphores can be made; each cell has a folder of its own on top.
const KERNEL_TREE = ['--proc', '/proc', '--tmpfs', '/dev', ...DEVICES, '--tmpfs', '/dev/shm']
const READ_ONLY = ['--remount-ro', '/dev', '--remount-ro', '/']

/** Outside a range of uids bubblewrap makes the user namespace itself, with the caller as its only user. */
const users = (identity: Identity): string[] =>
  identity.range === null ? ['--unshare-user', '--uid', '0', '--gid', '0', '--cap-add', 'ALL'] : []

/**
 * What both backends start with. The runner's capabilities exist only inside its own user namespace, for building
 * cells; user code has none of them.
 */
function runnerArgs({ runtime, interpreter, identity }: Site): string[] {
  return [
    ...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--hostname', 'sandbox'],
    ...users(identity),
    ...setEnvironment(),
    ...KERNEL_TREE,
    ...['/cell', '/tmp', '/empty'].flatMap((path) => ['--dir', path]),
    ...rootTree(runtime, interpreter),
  ]
}

/** Options of the warm host. */
export const warmArgs = (site: Site): string[] => [
  ...runnerArgs(site),
  ...['--bind', site.runtime.controlDir, '/ctl'],
  ...READ_ONLY,
]

/** Options of one cold cell, whose supervisor is pid 1. */
export const coldArgs = (site: Site): string[] => [...runnerArgs(site), '--as-pid-1', ...READ_ONLY]
