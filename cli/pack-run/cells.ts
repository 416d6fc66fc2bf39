import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Surroundings } from '#cli/command.ts'
import { CommandFailure } from '#cli/failure.ts'
import { findPython, type Python } from '#cli/pack-run/python.ts'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { Slots } from '#lib/domain/slots.ts'

const run = promisify(execFile)
const TOOLS = { NODE_ENV: 'production', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } as const
/** Who programs run as when we are root: root is never given to bubblewrap. */
const NOBODY = 65_534
const MB = 2 ** 20
/** Three times what a program may use, as the machine may be slower than the certificate's. */
const WALL_MS = 3000 * RUNTIME.program.wallS
const OUTPUT_BYTES = MB

export type CellResult = { ok: true; stdout: string } | { ok: false; reason: string }
/** One mount of a cell: a folder of the host at a place inside. Only `out` can be written. */
export type Mount = { source: string; target: string; writable?: boolean }

/**
 * Runs Python programs, as many at once as there are processors: no network, no file of this machine but the runtime
 * and the mounts.
 */
export type Cells = {
  /** A new folder on the host for the files of a cell. */
  folder(): Promise<string>
  /** A new folder that the program of a cell may write to. */
  outbox(): Promise<string>
  python(args: readonly string[], mounts: readonly Mount[]): Promise<CellResult>
  /** What programs run on here, by name and by hash. */
  runtime: string
  runtimeHash: string
  close(): Promise<void>
}

/** Opens cells, or throws with the reason why this machine cannot isolate programs. */
export async function openCells(around: Surroundings): Promise<Cells> {
  const python = await findPython(around)
  const base = await mkdtemp(join(tmpdir(), 'sandmle-run-'))
  await chmod(base, 0o711)
  const isRoot = process.getuid?.() === 0
  const slots = new Slots(availableParallelism())
  let folders = 0
  const folder = async () => {
    const path = join(base, String(folders++))
    await mkdir(path, { mode: 0o755 })
    return path
  }
  const cells: Cells = {
    folder,
    outbox: async () => {
      const path = await folder()
      if (isRoot) await chown(path, NOBODY, NOBODY)
      return path
    },
    python: (args, mounts) => slots.with(() => execute(commandLine(python, args, mounts, isRoot))),
    runtime: python.runtime,
    runtimeHash: python.runtimeHash,
    close: () => rm(base, { recursive: true, force: true }),
  }
  const probe = await cells.python(['-c', 'import numpy; print("ready")'], [])
  if (probe.ok && probe.stdout.trim() === 'ready') return cells
  await cells.close()
  throw new CommandFailure(
    `Solutions are not run, because this machine cannot isolate them: ${probe.ok ? 'the probe gave no answer' : probe.reason}`,
    'bubblewrap',
    'sandmle doctor; then verify again. Without --run only the bytes are checked.',
    { code: 'refused' },
  )
}

/** prlimit bounds what bubblewrap does not: size of files, memory of a process, processor time. */
function commandLine(
  python: Python,
  args: readonly string[],
  mounts: readonly Mount[],
  isRoot: boolean,
): string[] {
  const drop = [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    '--no-new-privs',
    '--inh-caps=-all',
    '--',
  ]
  const limits = [`--fsize=${64 * MB}`, `--as=${8192 * MB}`, `--cpu=${(2 * WALL_MS) / 1000}`, '--core=0']
  return [
    ...(isRoot ? ['setpriv', ...drop] : []),
    ...['prlimit', ...limits, 'bwrap', ...cellArgs(python, mounts), '--'],
    ...[python.inside, '-I', ...args],
  ]
}

function cellArgs(python: Python, mounts: readonly Mount[]): string[] {
  const own = python.folders.flatMap(({ source, target }) => ['--ro-bind', source, target])
  const given = mounts.flatMap(({ source, target, writable }) => [
    writable ? '--bind' : '--ro-bind',
    source,
    target,
  ])
  const environment = {
    PATH: '/usr/bin',
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
    LOKY_MAX_CPU_COUNT: '1',
  }
  return [
    ...[
      '--unshare-all',
      '--unshare-user',
      '--disable-userns',
      '--die-with-parent',
      '--new-session',
      '--hostname',
      'cell',
      '--cap-drop',
      'ALL',
    ],
    ...['--clearenv', ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value])],
    ...[
      '--ro-bind',
      '/usr/bin',
      '/usr/bin',
      '--ro-bind',
      '/usr/lib',
      '/usr/lib',
      '--ro-bind-try',
      '/usr/lib64',
      '/usr/lib64',
    ],
    ...['--ro-bind-try', '/usr/share/zoneinfo', '/usr/share/zoneinfo'],
    ...['--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64'],
    ...[
      '--ro-bind-try',
      '/etc/ld.so.cache',
      '/etc/ld.so.cache',
      '--ro-bind-try',
      '/etc/alternatives',
      '/etc/alternatives',
    ],
    ...own,
    ...[
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--size',
      String(256 * MB),
      '--tmpfs',
      '/tmp',
      '--size',
      String(64 * MB),
      '--tmpfs',
      '/cell',
    ],
    ...given,
    ...['--chdir', '/cell', '--remount-ro', '/'],
  ]
}

async function execute([command = '', ...args]: readonly string[]): Promise<CellResult> {
  try {
    const options = {
      env: TOOLS,
      cwd: '/',
      timeout: WALL_MS,
      killSignal: 'SIGKILL' as const,
      maxBuffer: OUTPUT_BYTES,
    }
    const { stdout } = await run(command, args, options)
    return { ok: true, stdout }
  } catch (error) {
    return { ok: false, reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT' && 'path' in error)
    return `${String(error.path)} is not installed`
  if ('killed' in error && error.killed === true)
    return 'code' in error && error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
      ? 'it printed too much'
      : `it took longer than ${WALL_MS / 1000} s`
  const last = 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : ''
  return last || error.message
}
