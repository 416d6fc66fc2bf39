import { type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

const wall = (name: string, source: string, more: Partial<Hostile> = {}): Hostile =>
  hostile(`S5 ${name}`, source, { statuses: ['wall'], limits: { wallMs: 300 }, runs: 2, ...more })

/** The wall limit holds every time, not most of the time. */
export const WALL: Hostile[] = [
  // The reader is told of a byte that somebody else has taken by then; after the last byte it waits for ever.
  ...[1, 2].flatMap((stream) =>
    ['os.read(fd, 1)', 'os.read(fd, 65536)', 'os.splice(fd, null, 4096)'].map((take) =>
      wall(
        `${take} on descriptor ${stream} before its reader does`,
        python`
null = os.open('/dev/null', os.O_WRONLY)
def thief(index):
    fd = os.open('/proc/self/fd/${stream}', os.O_RDONLY)
    while True: ${take}
brood(4, thief)
for _ in range(150):
    os.write(${stream}, b'x'); time.sleep(0.001)
time.sleep(60)`,
        { runs: 7 },
      ),
    ),
  ),
  wall(
    'copies standard output to itself',
    python`
read, write = os.pipe()
fd = tried(os.open, '/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
if fd is None: os._exit(0)
while True:
    os.write(1, b'x')
    tried(call, 276, fd, write, 1, 2); tried(os.read, fd, 1)`,
    { statuses: ['wall', 'output', 'ok'], machine: 'x64' },
  ),
  wall(
    'makes its pipes blocking and not, large and small',
    python`
read = tried(os.open, '/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)
if read is None: os._exit(0)
while True:
    for fd in (1, 2, read):
        for flags in (0o4000, 0, 0o22000, 0o40000): tried(fcntl.fcntl, fd, 4, flags)
        for size in (4096, 1 << 20, 1): tried(fcntl.fcntl, fd, 1031, size)
    os.write(1, b'x'); tried(os.read, read, 1)`,
    { statuses: ['wall', 'output', 'ok'] },
  ),
  wall(
    'processes that replace each other',
    python`
for _ in range(3):
    if os.fork() == 0:
        while True:
            if tried(os.fork): os._exit(0)
time.sleep(60)`,
  ),
  wall(
    'becomes a program again and again',
    python`
open('again.sh', 'w').write('exec /usr/bin/sh again.sh')
os.execv('/usr/bin/sh', ['sh', 'again.sh'])`,
  ),
  wall(
    'stops everybody and itself',
    'brood(5, lambda index: os.kill(os.getpid(), 19)); tried(os.kill, -1, 19); os.kill(os.getpid(), 19); time.sleep(60)',
  ),
  wall(
    'stops and continues without end',
    python`
def body(index):
    while True: tried(os.kill, -1, 19); tried(os.kill, -1, 18)
brood(3, body)
while True: time.sleep(60)`,
    { statuses: ['wall', 'ok'] },
  ),
  wall(
    'a storm of timers',
    python`
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
while True: time.sleep(1)`,
  ),
  wall(
    'a crowd at the lowest priority',
    python`
def body(index):
    tried(os.setpriority, 0, 0, 19); tried(os.sched_setscheduler, 0, 5, os.sched_param(0))
    while True: pass
brood(30, body)
while True: pass`,
  ),
  wall(
    'a crowd of sessions that stand in the way of the watcher',
    python`
def body(index):
    os.setsid()
    while True: tried(os.kill, 1, 0)
brood(50, body)
time.sleep(60)`,
  ),
  wall('waits for a vfork child', 'clone(0x4011, lambda: time.sleep(60)); time.sleep(60)', {
    machine: 'x64',
    statuses: ['wall', 'nonzero'],
  }),
  wall(
    'threads without a leader',
    python`
for _ in range(5): threading.Thread(target=time.sleep, args=(60,)).start()
call(60, 0)`,
    { machine: 'x64' },
  ),
  wall(
    'a slow operation of the file system',
    python`
def body(index):
    while True: tried(os.sync); tried(os.fsync, 1)
brood(4, body)
while True: tried(os.sync)`,
  ),
  wall(
    'holds its output open for ever',
    python`
def body(index):
    os.setsid()
    keep = [os.open('/proc/self/fd/%d' % stream, mode) for stream in (1, 2) for mode in (os.O_RDONLY, os.O_WRONLY)]
    time.sleep(60)
brood(5, body)
os.close(1); os.close(2)
time.sleep(60)`,
  ),
]
