import type {
  SandboxBackendName,
  SandboxJob,
  SandboxLimits,
  SandboxResult,
  SandboxStatus,
} from '#lib/domain/ports/sandbox.ts'

/**
 * A program that means harm, and what may happen to it. Its statuses never hold `infra` or `abandoned`: whatever
 * user code does, the fault is its own.
 */
export type Hostile = {
  name: string
  source: string
  /** Any of these. */
  statuses: readonly SandboxStatus[]
  limits?: Partial<SandboxLimits>
  /** Must appear in stdout. */
  output?: RegExp
  collect?: { path: string; maxBytes: number }[]
  only?: SandboxBackendName
  machine?: NodeJS.Architecture
  /** In a row, in the same sandbox: some holes cost one place a time, some open only now and then. */
  runs?: number
}

/** Every status that blames the program. */
export const BLAMED: readonly SandboxStatus[] = ['ok', 'nonzero', 'signal', 'wall', 'cpu', 'memory', 'output']

/** Python keeps its backslashes. */
export const python = String.raw

/**
 * `blocked(f)` says how an attempt failed, and `ESCAPED` if it did not; `call` makes a raw system call with whole
 * words; `clone` takes the raw flag word; `brood` forks children that run a body.
 */
export const PRELUDE = python`
import ctypes, errno, fcntl, os, select, signal, socket, struct, sys, threading, time
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
def call(number, *arguments):
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = _libc.syscall(ctypes.c_long(number), *words)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
def blocked(attempt, *arguments):
    try:
        result = attempt(*arguments)
    except (OSError, MemoryError, RuntimeError, ValueError) as error:
        print('blocked', type(error).__name__, errno.errorcode.get(getattr(error, 'errno', 0) or 0, ''), flush=True)
    else:
        print('ESCAPED', result, flush=True)
def tried(attempt, *arguments):
    try: return attempt(*arguments)
    except (OSError, MemoryError, RuntimeError, ValueError, OverflowError): return None
_slot = ctypes.create_string_buffer(64)
def clone(flags, child):
    pid = call(56, flags, 0, _slot, ctypes.byref(_slot, 16), 0)
    if pid == 0:
        try: child()
        finally: os._exit(0)
    return pid
def thread_like(flags, function='pause'):
    stack = ctypes.create_string_buffer(1 << 16)
    _keep.append(stack)
    top = (ctypes.addressof(stack) + (1 << 16)) & ~15
    result = _libc.clone(ctypes.cast(getattr(_libc, function), ctypes.c_void_p), ctypes.c_void_p(top), ctypes.c_int(flags), None, _slot, None, ctypes.byref(_slot, 16))
    if result < 0:
        raise OSError(ctypes.get_errno(), 'clone')
    return result
_keep = []
def brood(number, body, *arguments):
    pids = []
    for index in range(number):
        try: pid = os.fork()
        except OSError: break
        if pid == 0:
            try: body(index, *arguments)
            except BaseException: pass
            os._exit(0)
        pids.append(pid)
    return pids
def double(body, *arguments):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            try: body(*arguments)
            except BaseException: pass
        os._exit(0)
    os.waitpid(pid, 0)
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
def write(path, text):
    fd = os.open(path, os.O_WRONLY)
    try: return os.write(fd, text.encode())
    finally: os.close(fd)
`

/** One attack: by default it must end by itself and without an error. */
export const hostile = (name: string, source: string, more: Partial<Hostile> = {}): Hostile => ({
  name,
  source,
  statuses: ['ok'],
  ...more,
})

export function hostileJob(attack: Hostile): SandboxJob {
  return {
    id: attack.name,
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    files: { 'main.py': Buffer.from(`${PRELUDE}\n${attack.source}`) },
    collect: attack.collect ?? [],
    limits: { wallMs: 8_000, ...attack.limits },
  }
}

/** One program that tries each row in a process of its own, and prints `row N` and how the attempt failed. */
export const rowsJob = (name: string, rows: readonly { source: string }[]): Hostile =>
  hostile(
    name,
    rows
      .map(
        ({ source }, index) => python`
if os.fork() == 0:
    signal.alarm(5)
    print('row ${index}', end=' ')
    blocked(lambda: ${source})
    os._exit(0)
os.wait()`,
      )
      .join('\n'),
    { machine: 'x64', limits: { wallMs: 30_000 } },
  )

export const rowOf = (stdout: string, index: number): string =>
  new RegExp(`^row ${index} (.*)$`, 'm').exec(stdout)?.[1] ?? 'no answer'

export const runsHere =
  (backend: SandboxBackendName) =>
  ({ only, machine }: Pick<Hostile, 'only' | 'machine'>): boolean =>
    (only ?? backend) === backend && (machine ?? process.arch) === process.arch

/** What is wrong with how an attack ended; empty when it was held. */
export function breaches(
  { statuses, output }: Pick<Hostile, 'statuses' | 'output'>,
  { status, stdout, stderr }: Pick<SandboxResult, 'status' | 'stdout' | 'stderr'>,
): string[] {
  const found: string[] = []
  if (!statuses.includes(status)) found.push(`status ${status}: ${stderr.slice(-300)}`)
  for (const line of stdout.split('\n')) {
    if (/ESCAPED|CROSSED|STARVED/.test(line) && found.length < 8) found.push(line.slice(0, 200))
  }
  if (output && !output.test(stdout)) found.push(`no ${output} in ${JSON.stringify(stdout.slice(-300))}`)
  return found
}
