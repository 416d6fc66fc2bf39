import { join } from 'node:path'
import type { SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { runtimeLinks } from '#lib/sandbox/runtime-binds.ts'
import type { StagedRuntime } from '#lib/sandbox/stage-runtime.ts'

export const HOST_PROGRAM = '/opt/sandbox/sandmle/host.py'

/**
 * Not -I: that would ignore PYTHONHASHSEED, and the order of sets must not differ between hosts. The environment
 * is made by us and the runner cleans `sys.path`, so the program sees what -I would give it.
 */
export const PYTHON_FLAGS = ['-s'] as const

const MB = 1024 * 1024

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

function rootTree(runtime: StagedRuntime, interpreter: Interpreter): string[] {
  const binds = runtime.binds.flatMap(({ source, target }) => ['--ro-bind', source, target])
  const links = runtimeLinks(interpreter, '/opt/sandbox/bin/python').flatMap((link) => ['--symlink', ...link])
  const files = ['passwd', 'group'].flatMap((name) => [
    '--ro-bind',
    join(runtime.dir, 'etc', name),
    `/etc/${name}`,
  ])
  return [
    ...binds,
    ...['--ro-bind-try', '/usr/bin/sh', '/usr/bin/sh'],
    ...links,
    ...files,
    ...['--ro-bind', join(runtime.dir, 'host'), '/opt/sandbox'],
  ]
}

const setEnvironment = (): string[] => [
  '--clearenv',
  ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--setenv', name, value]),
]

const KERNEL_TREE = ['--proc', '/proc', '--dev', '/dev']
const READ_ONLY = ['--remount-ro', '/dev', '--remount-ro', '/']

/**
 * Options of the warm host. Its capabilities exist only inside its own user namespace, for building cells; user
 * code has none of them.
 */
export function warmArgs(runtime: StagedRuntime, interpreter: Interpreter): string[] {
  return [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--hostname', 'sandbox'],
    ...['--uid', '0', '--gid', '0', '--cap-add', 'ALL'],
    ...setEnvironment(),
    ...KERNEL_TREE,
    ...rootTree(runtime, interpreter),
    ...['--ro-bind', join(runtime.dir, 'package'), '/opt/sandmle'],
    ...['--dir', '/cell', '--dir', '/tmp', '--dir', '/empty', '--bind', runtime.controlDir, '/ctl'],
    ...READ_ONLY,
  ]
}

/** Options of one cold cell: bubblewrap makes every mount, nothing inside has a capability. */
export function coldArgs(
  runtime: StagedRuntime,
  interpreter: Interpreter,
  program: SandboxJob['program'],
  limits: SandboxLimits,
): string[] {
  const disk = String(limits.diskMB * MB)
  const tmpfs = ['/dev/shm', '/tmp', '/cell'].flatMap((path) => ['--size', disk, '--tmpfs', path])
  const sandmle = ['--ro-bind', join(runtime.dir, 'package'), '/opt/sandmle']
  return [
    ...[
      '--unshare-user',
      '--unshare-ipc',
      '--unshare-pid',
      '--unshare-net',
      '--unshare-uts',
      '--unshare-cgroup-try',
    ],
    ...['--disable-userns', '--die-with-parent', '--new-session', '--as-pid-1', '--hostname', 'sandbox'],
    ...['--uid', '1000', '--gid', '1000', '--cap-drop', 'ALL'],
    ...setEnvironment(),
    ...KERNEL_TREE,
    // Before the runtime, so that an interpreter below /tmp is bound on top.
    ...tmpfs,
    ...rootTree(runtime, interpreter),
    ...(program.kind === 'module' ? sandmle : []),
    ...['--chdir', '/cell'],
    ...READ_ONLY,
  ]
}
