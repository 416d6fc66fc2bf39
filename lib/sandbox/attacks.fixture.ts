import { gzipSync } from 'node:zlib'
import type { SandboxLimits, SandboxStatus } from '#lib/domain/ports/sandbox.ts'

/**
 * Hostile programs and what must happen to them. Groups: R exhausts resources, E escapes, X looks for answers,
 * G tampers with grading. `blocked` in the output means that the attempt failed inside; `ESCAPED` is never allowed.
 */
export type Attack = {
  name: string
  source: string
  status: SandboxStatus
  limits?: Partial<SandboxLimits>
  /** Must appear in stdout. */
  output?: RegExp
  files?: Record<string, Uint8Array>
  collect?: { path: string; maxBytes: number }[]
  /** Path -> reason that must be given for not collecting it. */
  refused?: Record<string, RegExp>
  collected?: Record<string, string>
  code?: number | null
  machine?: NodeJS.Architecture
}

/** `blocked(f)` reports how an attempt failed; `call` makes a raw system call. */
const PRELUDE = `
import ctypes, errno, os, signal, sys, time
_libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    result = _libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), 'call')
    return result
def write(path, text):
    fd = os.open(path, os.O_WRONLY)
    return os.write(fd, text.encode())
def kill_all(number):
    try: os.kill(-1, number)
    except ProcessLookupError: print('blocked: nobody else is there')
def blocked(attempt, *arguments):
    try:
        result = attempt(*arguments)
    except (OSError, MemoryError, RuntimeError, ValueError) as error:
        print('blocked', type(error).__name__, errno.errorcode.get(getattr(error, 'errno', 0) or 0, ''), flush=True)
    else:
        print('ESCAPED', result, flush=True)
`

const attack = (name: string, source: string, status: SandboxStatus, more: Partial<Attack> = {}): Attack => ({
  name,
  source: `${PRELUDE}\n${source}`,
  status,
  ...more,
})

const inside = (name: string, source: string, more: Partial<Attack> = {}): Attack =>
  attack(name, source, 'ok', { output: /blocked/, ...more })

/** 96 MB of zeros in 96 kB: read by pandas as one table it needs several times as much. */
const BOMB = gzipSync(Buffer.alloc(96 << 20, '0,0\n'))

export const EXHAUSTION: Attack[] = [
  attack('R1 fork bomb', 'while True:\n  try: os.fork()\n  except OSError: pass', 'wall', {
    limits: { wallMs: 400, processes: 24 },
  }),
  inside(
    'R2 thread bomb',
    'import threading\nblocked(lambda: [threading.Thread(target=time.sleep, args=(9,), daemon=True).start() for _ in range(999)])\nos._exit(0)',
  ),
  attack('R3 one process eats memory', 'a = [bytearray(b"x" * (8 << 20)) for _ in range(999)]', 'memory', {
    limits: { memoryMB: 192, wallMs: 8_000 },
  }),
  attack(
    'R4 memory spread over children',
    'for _ in range(7):\n  if os.fork() == 0:\n    a = bytearray(b"x" * (48 << 20)); time.sleep(20)\ntime.sleep(20)',
    'memory',
    { limits: { memoryMB: 224, wallMs: 15_000 } },
  ),
  inside('R5 ten terabytes of address space', 'import mmap\nblocked(mmap.mmap, -1, 10 << 40)'),
  attack(
    'R5 shared anonymous memory',
    'import mmap\nm = mmap.mmap(-1, 700 << 20)\nfor i in range(0, 700 << 20, 4096): m[i] = 1\ntime.sleep(9)',
    'memory',
    { limits: { memoryMB: 192, wallMs: 8_000 } },
  ),
  inside('R6 memory files', 'blocked(os.memfd_create, "x")'),
  ...['/tmp', '/cell', '/dev/shm'].map((path) =>
    inside(
      `R7 fill ${path}`,
      `def fill():\n  for n in range(99):\n    open('${path}/f%d' % n, 'wb').write(b'x' * (4 << 20))\nblocked(fill)`,
      { output: /blocked OSError ENOSPC/ },
    ),
  ),
  ...['/', '/dev', '/opt', '/etc'].map((path) =>
    inside(`R8 write ${path}`, `blocked(lambda: open('${path === '/' ? '' : path}/x', 'w'))`, {
      output: /blocked OSError EROFS/,
    }),
  ),
  inside('R9 inode flood', 'blocked(lambda: [open("/tmp/%d" % n, "w").close() for n in range(200000)])', {
    output: /blocked OSError ENOSPC/,
  }),
  inside('R10 sparse terabyte', 'blocked(os.truncate, os.open("s", os.O_RDWR | os.O_CREAT), 1 << 40)', {
    output: /blocked OSError EFBIG/,
  }),
  attack(
    'R11 deep folders',
    'os.mkdir("out"); os.chdir("out")\nfor _ in range(900): os.mkdir("d" * 200); os.chdir("d" * 200)',
    'ok',
    {
      collect: [{ path: 'out/', maxBytes: 1_000 }],
    },
  ),
  attack('R12 processor spin', 'while True: pass', 'cpu', { limits: { cpuS: 1, wallMs: 20_000 } }),
  attack(
    'R12 many spinners',
    'for _ in range(20): os.fork() or exec("while True: pass")\ntime.sleep(9)',
    'wall',
    {
      limits: { wallMs: 400 },
    },
  ),
  attack('R13 ignores SIGXCPU', 'signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass', 'cpu', {
    limits: { cpuS: 1, wallMs: 20_000 },
  }),
  attack('R14 sleeps for ever', 'time.sleep(999)', 'wall', { limits: { wallMs: 200 } }),
  attack('R14 sleeps at exit', 'import atexit\natexit.register(time.sleep, 999)', 'wall', {
    limits: { wallMs: 300 },
  }),
  attack(
    'R14 thread outlives main',
    'import threading\nthreading.Thread(target=time.sleep, args=(99,)).start()',
    'wall',
    {
      limits: { wallMs: 300 },
    },
  ),
  attack('R15 stdout flood', 'while True: print("x" * 999)', 'output', { limits: { outputKB: 16 } }),
  attack('R15 stderr flood', 'while True: sys.stderr.write("x" * 999)', 'output', {
    limits: { outputKB: 16 },
  }),
  attack('R15 endless line', 'while True: os.write(1, b"x" * 65536)', 'output', { limits: { outputKB: 64 } }),
  attack('R15 not text', 'os.write(1, bytes(range(256)) + b"\\x1b[2J\\xff done")', 'ok', { output: /done/ }),
  inside('R16 descriptors', 'blocked(lambda: [os.open("/dev/null", 0) for _ in range(9999)])\nos._exit(0)', {
    output: /blocked OSError EMFILE/,
  }),
  attack('R17 stops itself', 'os.kill(os.getpid(), signal.SIGSTOP)', 'wall', { limits: { wallMs: 300 } }),
  attack('R17 stops everybody', 'kill_all(signal.SIGSTOP)\nos.kill(os.getpid(), signal.SIGSTOP)', 'wall', {
    limits: { wallMs: 300 },
  }),
  attack('R18 huge power', '10 ** 10 ** 9', 'wall', { limits: { wallMs: 300 } }),
  attack(
    'R19 decompression bomb',
    'import pandas\npandas.read_csv("bomb.csv.gz").to_csv("big.csv")',
    'memory',
    {
      files: { 'bomb.csv.gz': BOMB },
      limits: { memoryMB: 224, wallMs: 15_000 },
    },
  ),
  attack(
    'R20 daemon holds stdout',
    'if os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(60)\n  os._exit(0)',
    'ok',
    {
      limits: { wallMs: 30_000 },
    },
  ),
  attack('R21 core dump', 'os.abort()', 'signal', { code: -6 }),
]

export const ESCAPE: Attack[] = [
  inside('E1 trace pid 1', 'blocked(call, 101, 16, 1, 0, 0)', { machine: 'x64', output: /EPERM/ }),
  inside('E2 enter namespaces of pid 1', 'blocked(lambda: call(308, os.open("/proc/1/ns/mnt", 0), 0))', {
    machine: 'x64',
  }),
  inside('E3 nested user namespace', 'blocked(call, 272, 0x10000000)', { machine: 'x64', output: /EPERM/ }),
  inside('E3 clone with namespaces', 'blocked(call, 56, 0x10000011, 0, 0, 0, 0)', {
    machine: 'x64',
    output: /EPERM/,
  }),
  inside('E3 clone3', 'blocked(call, 435, ctypes.create_string_buffer(88), 88)', { output: /ENOSYS/ }),
  inside('E4 mount', 'blocked(call, 165, b"none", b"/tmp", b"tmpfs", 0, b"")', {
    machine: 'x64',
    output: /EPERM/,
  }),
  inside('E4 unmount', 'blocked(call, 166, b"/proc", 2)', { machine: 'x64', output: /EPERM/ }),
  inside('E4 change root', 'blocked(os.chroot, "/tmp")', { output: /EPERM/ }),
  inside('E4 device node', 'blocked(os.mknod, "/tmp/d", 0o60666, os.makedev(254, 0))', { output: /EPERM/ }),
  inside('E5 become root', 'blocked(os.setuid, 0)\nblocked(os.setgid, 0)\nblocked(os.setgroups, [0])'),
  inside(
    'E5 raise a limit',
    'import resource\nblocked(resource.setrlimit, resource.RLIMIT_NPROC, (4096, 4096))',
  ),
  inside(
    'E6 kernel settings',
    'for p in ("kernel/core_pattern", "vm/drop_caches", "kernel/hostname"):\n  blocked(lambda: open("/proc/sys/" + p, "w"))',
  ),
  inside('E6 own user map', 'blocked(write, "/proc/self/uid_map", "0 0 1")'),
  inside('E6 spare itself from memory pressure', 'blocked(write, "/proc/self/oom_score_adj", "-1000")'),
  inside(
    'E7 devices',
    'for p in ("mem", "kmsg", "port", "sda", "vda", "kvm", "fuse", "vsock"): blocked(lambda: open("/dev/" + p))',
  ),
  ...[1, 2, 10, 16, 17, 38, 40].map((family) =>
    inside(`E8 socket family ${family}`, `import socket\nblocked(lambda: socket.socket(${family}, 1, 0))`, {
      output: /EAFNOSUPPORT/,
    }),
  ),
  inside('E8 socket pair of another family', 'import socket\nblocked(lambda: socket.socketpair(2, 1))'),
  ...Object.entries({
    io_uring: 425,
    userfaultfd: 323,
    bpf: 321,
    perf: 298,
    keyctl: 250,
    kexec: 246,
    module: 175,
  }).map(([name, number]) =>
    inside(`E9 ${name}`, `blocked(call, ${number}, 0, 0, 0, 0, 0)`, {
      machine: 'x64',
      output: /EPERM|ENOSYS/,
    }),
  ),
  attack('E10 x32 system call', 'call(0x40000000 | 39)\nprint("ESCAPED")', 'signal', {
    machine: 'x64',
    code: -31,
  }),
  attack(
    'E10 32-bit system call',
    'import mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")\n' +
      'ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()\nprint("ESCAPED")',
    'signal',
    { machine: 'x64' },
  ),
  inside('E11 type into the terminal', 'import fcntl\nblocked(fcntl.ioctl, 0, 0x5412, b"x")', {
    output: /EPERM/,
  }),
  attack(
    'E12 inherited descriptors',
    'import fcntl\nfound = []\nfor n in range(3, 4096):\n  try: fcntl.fcntl(n, fcntl.F_GETFD); found.append(n)\n  except OSError: pass\nprint("ESCAPED" if found else "none", found)',
    'ok',
    { output: /none/ },
  ),
  attack('E13 kill everybody', 'blocked(os.kill, 1, 9); kill_all(9); print("alive")', 'ok', {
    output: /alive/,
  }),
  inside('E13 kill by guessed pid', 'for p in range(5, 400):\n  if p != os.getpid(): blocked(os.kill, p, 9)'),
  attack(
    'E14 things that are not files as outputs',
    'os.symlink("/etc/passwd", "link"); os.mkfifo("pipe"); os.mkdir("folder"); os.mkdir("real")\n' +
      'os.symlink("real", "bent"); open("real/f", "w").write("x"); open("big", "wb").write(b"x" * 9000)\n' +
      'os.link("real/f", "hard"); os.symlink("/", "root")',
    'ok',
    {
      collect: ['link', 'pipe', 'folder', 'bent/f', 'big', 'hard', 'root/etc/passwd', 'absent'].map(
        (path) => ({
          path,
          maxBytes: 1_000,
        }),
      ),
      refused: {
        link: /symbolic link/,
        pipe: /not a regular file/,
        folder: /not a regular file/,
        'bent/f': /symbolic link/,
        big: /too large/,
        'root/etc/passwd': /symbolic link/,
        absent: /No such file/,
      },
      collected: { hard: 'x' },
    },
  ),
  attack(
    'E14 a folder with traps',
    'os.makedirs("out/sub"); os.symlink("/etc", "out/etc"); os.mkfifo("out/fifo")\n' +
      'open("out/a b", "w"); open("out/sub/fine", "w").write("1"); os.symlink("..", "out/sub/up")',
    'ok',
    {
      collect: [{ path: 'out/', maxBytes: 1_000 }],
      refused: { 'out/etc': /symbolic link/, 'out/fifo': /not a regular/, 'out/sub/up': /symbolic link/ },
      collected: { 'out/sub/fine': '1' },
    },
  ),
  attack('E14 a link as the folder', 'os.symlink("/etc", "out")', 'ok', {
    collect: [{ path: 'out/', maxBytes: 10_000 }],
    refused: { 'out/': /symbolic link|Not a directory/ },
  }),
  attack(
    'E15 traces of other cells',
    'seen = [p + "/" + n for p in ("/tmp", "/dev/shm", "/cell") for n in os.listdir(p) if n.startswith("answer")]\n' +
      'print("ESCAPED" if seen else "empty", seen)',
    'ok',
    { output: /empty/ },
  ),
  attack(
    'E16 forge a result frame',
    'import json, struct\nb = json.dumps({"status": "ok", "code": 0, "files": [["score.json", 1]]}).encode()\n' +
      'for fd in range(1, 1024):\n  try: os.write(fd, struct.pack("<I", len(b)) + b)\n  except OSError: pass\nos._exit(7)',
    'nonzero',
    { code: 7, collect: [{ path: 'score.json', maxBytes: 9 }], refused: { 'score.json': /No such file/ } },
  ),
  attack("E17 the host's own socket", 'print("ESCAPED" if os.path.exists("/ctl/s") else "absent")', 'ok', {
    output: /absent/,
  }),
]

export const SEARCH: Attack[] = [
  attack(
    'X1 any file with answers',
    'hits = [d for d, _, f in os.walk("/") if not d.startswith(("/usr", "/proc")) and any("answer" in n for n in f)]\nprint("ESCAPED" if hits else "nothing", hits)',
    'ok',
    { output: /nothing/ },
  ),
  inside(
    'X1 host accounts',
    'blocked(lambda: open("/etc/shadow").read())\nassert len(open("/etc/passwd").readlines()) == 2',
    {
      output: /ENOENT/,
    },
  ),
  attack(
    'X2 processes and mounts',
    'seen = os.listdir("/proc")\nprint("ESCAPED" if seen else "nothing", seen)',
    'ok',
    { output: /nothing/ },
  ),
  inside(
    'X2 memory of pid 1',
    'for n in ("mem", "environ", "maps", "fd", "cwd"):\n  blocked(lambda: (os.listdir if n in ("fd", "cwd") else open)("/proc/1/" + n))',
  ),
  attack(
    'X3 environment',
    'extra = set(os.environ) - {"PATH", "HOME", "LANG", "TZ", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"}\nprint("ESCAPED" if extra else "clean", extra)',
    'ok',
    { output: /clean/ },
  ),
  attack(
    'X6 the engine from a solution',
    'import importlib.util\nfound = os.path.isdir("/opt/sandmle/sandmle") or importlib.util.find_spec("sandmle")\nprint("ESCAPED" if found else "hidden")',
    'ok',
    { output: /hidden/ },
  ),
  attack(
    'X7 the runner through frames',
    'f = sys._getframe()\nwhile f:\n  print("ESCAPED" if any(isinstance(v, dict) and "files" in v for v in f.f_locals.values()) else "-"); f = f.f_back',
    'ok',
  ),
]

export const TAMPERING: Attack[] = [
  attack(
    'G4 modules in the working folder',
    'import numpy, sklearn, json\nprint("ESCAPED" if numpy.__file__.startswith("/cell") or json.__file__.startswith("/cell") else "real")',
    'ok',
    {
      output: /real/,
      files: Object.fromEntries(
        ['numpy.py', 'sklearn.py', 'json.py', 'usercustomize.py'].map((name) => [
          name,
          Buffer.from('print("ESCAPED")'),
        ]),
      ),
    },
  ),
  attack('G6 leaves before the score', 'print("SCORE 1.0"); sys.stdout.flush(); os._exit(0)', 'ok', {
    collect: [{ path: 'score-1.json', maxBytes: 99 }],
    refused: { 'score-1.json': /No such file/ },
  }),
  attack('G6 claims our exit code', 'os._exit(99)', 'nonzero', { code: 99 }),
  attack('G6 claims to be out of time', 'os.kill(os.getpid(), signal.SIGXCPU); time.sleep(9)', 'signal', {
    code: -24,
  }),
  attack('G6 ends by text', 'sys.exit("no")', 'nonzero', { code: 1 }),
  attack(
    'G9 programs on PATH',
    'import subprocess\nfor n in ("python", "python3", "sh"):\n  open(n, "w").write("#!/bin/sh\\necho ESCAPED"); os.chmod(n, 0o755)\n' +
      'print(subprocess.run("python -c \'print(42)\'", shell=True, capture_output=True, text=True).stdout)',
    'ok',
    { output: /42/ },
  ),
  attack(
    'G1 patches libraries',
    'import sklearn.metrics as m, builtins\nm.accuracy_score = lambda *a: 1.0\nbuiltins.sum = lambda *a: 7\nprint("patched")',
    'ok',
    { output: /patched/ },
  ),
  attack(
    'G1 sees earlier patches',
    'import sklearn.metrics as m\nprint("ESCAPED" if m.accuracy_score([1, 1], [1, 0]) != 0.5 or sum([1, 1]) != 2 else "honest")',
    'ok',
    { output: /honest/ },
  ),
]
