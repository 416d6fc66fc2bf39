import { python } from '#lib/sandbox/hostile.fixture.ts'
import type { Pair } from '#lib/sandbox/neighbours.fixture.ts'

/** Kernel objects that both cells can open: terminals, locks on shared files, devices, watches, counters. */

/** Files that every cell sees: each is one inode for all of them, unless it was made private. */
const SHARED: Record<string, string> = {
  'the interpreter': `os.path.realpath(sys.executable)`,
  'a library of numpy': `__import__('importlib.util').util.find_spec('numpy').origin`,
  'the standard library': `os.__file__`,
  'the C library': `__import__('glob').glob('/usr/lib/*/libc.so.6')[0]`,
  'the shell': `'/usr/bin/sh'`,
  'the list of accounts': `'/etc/passwd'`,
  'the runner': `'/opt/sandbox/sandmle/host.py'`,
  'the root folder': `'/'`,
  'the folder of libraries': `os.path.dirname(os.__file__)`,
  'the folder of devices': `'/dev'`,
  'the null device': `'/dev/null'`,
  'the zero device': `'/dev/zero'`,
  'the random device': `'/dev/urandom'`,
  'the terminal multiplexer': `'/dev/ptmx'`,
  'the process file system': `'/proc'`,
  ...Object.fromEntries(
    ['net', 'uts', 'ipc', 'user', 'cgroup', 'time', 'pid', 'mnt'].map((name) => [
      `the ${name} namespace`,
      `'/proc/self/ns/${name}'`,
    ]),
  ),
}

const lockPairs = Object.entries(SHARED).map(
  ([name, path]): Pair => ({
    name: `N2 flock, ${name}`,
    sender: python`
fd = tried(os.open, ${path}, os.O_RDONLY | os.O_NONBLOCK)
if fd is None: os._exit(0)
tried(fcntl.flock, fd, fcntl.LOCK_EX | fcntl.LOCK_NB)`,
    receiver: python`
fd = tried(os.open, ${path}, os.O_RDONLY | os.O_NONBLOCK)
if fd is None: os._exit(0)
def locked():
    try: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError: return 'locked'
    except OSError: return None
    fcntl.flock(fd, fcntl.LOCK_UN)
at(0.2)
look(locked)`,
  }),
)

/** A read lock needs no right to write, and F_GETLK shows it to everybody. */
const rangeLocks = (['fcntl', 'OFD'] as const).flatMap((kind) =>
  ['the standard library', 'the list of accounts', 'the null device'].map((name): Pair => {
    const [set, get] = kind === 'fcntl' ? [6, 5] : [37, 36]
    return {
      name: `N2 ${kind} lock, ${name}`,
      sender: python`
fd = os.open(${SHARED[name]}, os.O_RDONLY)
tried(fcntl.fcntl, fd, ${set}, struct.pack('hhqqi4x', 0, 0, 7, 1, 0))`,
      receiver: python`
fd = os.open(${SHARED[name]}, os.O_RDONLY)
def seen():
    kind = struct.unpack('hhqqi4x', fcntl.fcntl(fd, ${get}, struct.pack('hhqqi4x', 1, 0, 7, 1, 0)))[0]
    return kind == 0 and 'read lock'
look(seen)`,
    }
  }),
)

/** The kernel gives every descriptor of these kinds the same inode, so that a lock on one is a lock on all. */
const ANONYMOUS: Record<string, string> = {
  eventfd: 'call(290, 0, 0)',
  epoll: 'select.epoll().detach() if hasattr(select.epoll, "detach") else os.dup(select.epoll().fileno())',
  timerfd: 'call(283, 1, 0)',
  signalfd: 'call(289, -1, ctypes.create_string_buffer(8), 8, 0)',
  inotify: 'call(294, 0)',
}

const anonymousLocks = Object.entries(ANONYMOUS).flatMap(([name, make]): Pair[] => [
  {
    name: `N3 flock of a descriptor without a file, ${name}`,
    machine: 'x64',
    sender: python`
fd = tried(lambda: ${make})
if fd is not None: tried(fcntl.flock, fd, fcntl.LOCK_EX | fcntl.LOCK_NB)`,
    receiver: python`
fd = tried(lambda: ${make})
def locked():
    try: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError: return 'locked'
    fcntl.flock(fd, fcntl.LOCK_UN)
at(0.2)
if fd is not None: look(locked)`,
  },
  {
    name: `N3 byte lock of a descriptor without a file, ${name}`,
    machine: 'x64',
    sender: python`
fd = tried(lambda: ${make})
place = int(TOKEN[:6], 16)
if fd is not None: tried(fcntl.fcntl, fd, 6, struct.pack('hhqqi4x', 1, 0, place, 1, 0))`,
    receiver: python`
fd = tried(lambda: ${make})
place = int(TOKEN[:6], 16)
def seen():
    kind = struct.unpack('hhqqi4x', fcntl.fcntl(fd, 5, struct.pack('hhqqi4x', 1, 0, place, 1, 0)))[0]
    return kind != 2 and 'locked'
if fd is not None: look(seen)`,
  },
])

const watch = (name: string, path: string, act: string): Pair => ({
  name: `N4 inotify, ${name}`,
  machine: 'x64',
  sender: python`
path = ${path}
for _ in range(20):
    tried(lambda: ${act})
    time.sleep(0.03)`,
  receiver: python`
path = ${path}
fd = tried(call, 294, 0o4000)
if fd is not None and tried(call, 254, fd, ctypes.c_char_p(path.encode()), 0xfff) is not None:
    look(lambda: os.read(fd, 4096))`,
})

const FORGOTTEN = `os.path.join(os.path.dirname(os.__file__), 'antigravity.py')`

const watches: Pair[] = [
  watch('a module nobody reads', FORGOTTEN, 'open(path).read()'),
  watch('the null device', `'/dev/null'`, 'open(path, "w").write("x")'),
  watch('the full device', `'/dev/full'`, 'open(path).read(1)'),
  watch('the folder of terminals', `'/dev/pts'`, 'os.openpty()'),
  watch('the root folder', `'/'`, 'os.listdir("/")'),
  watch(
    'the empty folder of the pool',
    `'/empty' if os.path.isdir('/empty') else '/etc'`,
    'os.listdir(path)',
  ),
  {
    name: 'N4 dnotify on a folder of the runtime',
    sender: python`
path = os.path.join(os.path.dirname(os.__file__), 'wsgiref')
for _ in range(20):
    for name in os.listdir(path): tried(lambda: open(os.path.join(path, name)).read(1))
    time.sleep(0.03)`,
    receiver: python`
events = []
signal.signal(signal.SIGIO, lambda *_: events.append(1))
fd = os.open(os.path.join(os.path.dirname(os.__file__), 'wsgiref'), os.O_RDONLY)
at(-0.05)
if tried(fcntl.fcntl, fd, fcntl.F_NOTIFY, -0x80000000 | 1 | 0x20) is not None: look(lambda: events and 'read')`,
  },
]

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'ptmx', 'pts']

const times = DEVICES.map(
  (name): Pair => ({
    name: `N5 times of /dev/${name}`,
    sender: python`
for _ in range(6):
    tried(os.utime, '/dev/${name}'); tried(os.chmod, '/dev/${name}', 0o666)
    time.sleep(0.08)`,
    // Times move by coarse ticks, and other programs of the machine touch some: only our own second counts.
    receiver: python`
def times():
    facts = os.stat('/dev/${name}')
    return facts.st_atime_ns, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_mode
quiet_before(times)`,
  }),
)

const terminals: Pair[] = [
  {
    name: 'N6 reads the terminal of a neighbour',
    sender: python`
master, slave = tried(os.openpty) or (None, None)
for _ in range(8):
    if master is not None: tried(os.write, master, (TOKEN + '\n').encode())
    time.sleep(0.08)`,
    receiver: python`
def read():
    for name in os.listdir('/dev/pts'):
        fd = tried(os.open, '/dev/pts/' + name, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        text = fd is not None and tried(os.read, fd, 999)
        if fd is not None: os.close(fd)
        if text and TOKEN.encode() in text: return text
look(read)`,
  },
  {
    name: 'N6 writes to the terminal of a neighbour',
    sender: python`
for _ in range(8):
    for name in tried(os.listdir, '/dev/pts') or []:
        fd = tried(os.open, '/dev/pts/' + name, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        if fd is not None: tried(os.write, fd, TOKEN.encode()); os.close(fd)
    time.sleep(0.08)`,
    receiver: python`
master, slave = tried(os.openpty) or (None, None)
if master is not None:
    os.set_blocking(master, False)
    look(lambda: TOKEN.encode() in os.read(master, 999) and 'written')`,
  },
  {
    name: 'N6 sees the terminals of a neighbour',
    sender: 'keep = [tried(os.openpty) for _ in range(20)]',
    receiver: `quiet_before(lambda: sorted(os.listdir('/dev/pts')))`,
  },
  {
    name: 'N6 terminal numbers of a neighbour',
    sender: 'keep = [tried(os.openpty) for _ in range(20)]',
    receiver: python`
def number():
    pair = os.openpty()
    try: return os.ttyname(pair[1])
    finally: os.close(pair[0]); os.close(pair[1])
quiet_before(number)`,
  },
  {
    name: 'N6 the peer of a terminal, by its number',
    machine: 'x64',
    sender: 'keep = [tried(os.openpty) for _ in range(20)]',
    receiver: python`
def peers():
    mine = os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY)
    try:
        number = struct.unpack('i', fcntl.ioctl(mine, 0x80045430, bytes(4)))[0]
        return number > 0 and number
    finally: os.close(mine)
at(0.3)
look(peers)`,
  },
]

export const OBJECT_PAIRS: Pair[] = [
  ...terminals,
  ...lockPairs,
  ...rangeLocks,
  ...anonymousLocks,
  ...watches,
  ...times,
]
