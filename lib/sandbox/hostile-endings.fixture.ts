import { BLAMED, type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/** S3, S4, S6: streams, exits and results that mean to confuse who reads them. */
const streams: Hostile[] = [
  hostile('S3 closes its streams', 'os.closerange(0, 3)'),
  hostile('S3 closes every descriptor, then fails', 'os.closerange(0, 256)\nraise SystemExit(3)', {
    statuses: ['nonzero'],
  }),
  hostile(
    'S3 other streams in their place',
    'os.dup2(os.open("/dev/null", 2), 1); os.dup2(1, 2); print("x")',
  ),
  hostile(
    'S3 streams crosswise',
    'x = os.dup(1); os.dup2(2, 1); os.dup2(x, 2); print("out"); print("err", file=sys.stderr)',
  ),
  hostile(
    'S3 daemons hold every end of every pipe',
    python`
def body():
    keep = [os.open('/proc/self/fd/%d' % stream, mode) for stream in (1, 2) for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR)]
    time.sleep(60)
for _ in range(5): double(body)
print('done')`,
    { output: /done/, limits: { wallMs: 5_000 } },
  ),
  hostile(
    'S3 pieces of characters from many processes',
    python`
def body(index):
    for _ in range(200): os.write(1 + index % 2, b'\xf0\x9f\x98')
brood(20, body)
time.sleep(0.3)`,
  ),
  hostile(
    'S3 a full pipe that nobody may write to any more',
    'os.set_blocking(1, False)\nwhile tried(os.write, 1, b"x" * 4096): pass',
    {
      statuses: ['ok', 'output'],
    },
  ),
  hostile(
    'S3 floods from fifty processes',
    'brood(50, lambda index: [os.write(1 + index % 2, b"x" * 65536) for _ in range(99999)])\ntime.sleep(60)',
    {
      statuses: ['output'],
      limits: { outputKB: 16, wallMs: 5_000 },
    },
  ),
  hostile(
    'S3 a name of a stream that is a lie',
    'os.symlink("/proc/1/fd/1", "out"); blocked(lambda: open("out", "w"))',
    {
      output: /blocked/,
      collect: [{ path: 'out', maxBytes: 99 }],
    },
  ),
  hostile(
    'S3 reads its own output back',
    python`
print('kept', flush=True)
fd = tried(os.open, '/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
if fd is None: os._exit(0)
for _ in range(500):
    os.write(1, b'y'); tried(os.read, fd, 1)`,
  ),
]

const exits: Hostile[] = [
  hostile('S4 leaves with a large code', 'os._exit(0x1234567)', { statuses: ['nonzero'] }),
  hostile('S4 leaves by an object', 'sys.exit([1] * 9)', { statuses: ['nonzero'] }),
  hostile('S4 leaves by a number without end', 'sys.exit(10 ** 400)', { statuses: ['nonzero', 'ok'] }),
  hostile('S4 interrupts itself', 'signal.raise_signal(2)', { statuses: ['nonzero', 'signal'] }),
  ...[1, 3, 4, 6, 7, 8, 9, 10, 11, 13, 14, 15, 24, 25, 27, 31, 34, 64].map((number) =>
    hostile(
      `S4 dies of signal ${number}`,
      `tried(signal.signal, ${number}, 0)\nos.kill(os.getpid(), ${number})\ntime.sleep(1)`,
      {
        statuses: ['signal', 'ok'],
      },
    ),
  ),
  hostile('S4 uses up the stack', 'sys.setrecursionlimit(10 ** 9)\ndef f(): return f()\nf()', {
    statuses: ['signal', 'nonzero', 'memory', 'wall'],
    limits: { wallMs: 2_000 },
  }),
  hostile('S4 a bad address', 'ctypes.string_at(1)', { statuses: ['signal'] }),
  hostile('S4 forgets every module', 'sys.modules.clear()', { statuses: BLAMED }),
  hostile('S4 breaks what ends it', 'os._exit = None; threading._shutdown = None; sys.stdout = None', {
    statuses: BLAMED,
  }),
  hostile(
    'S4 an error that cannot be shown',
    python`
class E(BaseException):
    def __str__(self): os._exit(0)
    __repr__ = __str__
raise E()`,
    { statuses: BLAMED },
  ),
  hostile(
    'S4 limits itself to nothing',
    python`
import resource
for kind in range(16): tried(resource.setrlimit, kind, (0, 0))
print('x' * 100)`,
    { statuses: BLAMED },
  ),
  hostile('S4 a million hooks at the end', 'import atexit\nfor _ in range(10 ** 5): atexit.register(int)', {
    statuses: ['ok'],
  }),
]

const leftovers: Hostile[] = [
  hostile('S6 takes away its own folder', 'os.chmod("/cell", 0); os.chmod("/tmp", 0)', {
    collect: [
      { path: 'main.py', maxBytes: 9_999 },
      { path: 'out/', maxBytes: 99 },
    ],
  }),
  hostile(
    'S6 results that may not be read',
    'os.mkdir("out"); open("out/a", "w").write("x"); os.chmod("out/a", 0); os.chmod("out", 0)',
    {
      collect: [
        { path: 'out/', maxBytes: 99 },
        { path: 'out/a', maxBytes: 99 },
      ],
    },
  ),
  hostile('S6 a result with holes', 'os.truncate(os.open("big", os.O_CREAT | os.O_RDWR), 30 << 20)', {
    collect: [{ path: 'big', maxBytes: 40 << 20 }],
  }),
  hostile(
    'S6 three thousand results',
    'os.mkdir("out")\nfor n in range(3000): os.close(os.open("out/%d" % n, os.O_CREAT))',
    {
      collect: [{ path: 'out/', maxBytes: 99 }],
    },
  ),
  hostile(
    'S6 names that are not text',
    'os.mkdir("out")\nfor n in range(1, 255):\n    if n != 47: tried(os.close, os.open(b"out/" + bytes([n]) * 3 + b"x", os.O_CREAT))',
    {
      collect: [{ path: 'out/', maxBytes: 99 }],
    },
  ),
  hostile(
    'S6 results locked and leased',
    'f = open("out", "w+"); f.write("x"); f.flush(); fcntl.lockf(f, 2); tried(fcntl.fcntl, f, 1024, 1); tried(double, time.sleep, 60)',
    {
      collect: [{ path: 'out', maxBytes: 99 }],
    },
  ),
  hostile(
    'S6 a result that is still written to',
    'tried(double, lambda: [os.write(os.open("out", os.O_CREAT | os.O_RDWR), bytes(1 << 20)) for _ in iter(int, 1)])\ntime.sleep(0.2)',
    {
      collect: [{ path: 'out', maxBytes: 64 << 20 }],
    },
  ),
]

export const ENDINGS: Hostile[] = [...streams, ...exits, ...leftovers]
