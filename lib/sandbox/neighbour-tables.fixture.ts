import { python } from '#lib/sandbox/hostile.fixture.ts'
import type { Pair } from '#lib/sandbox/neighbours.fixture.ts'

/**
 * Tables that the kernel keeps once for a machine, a user or an IPC namespace: nothing is told through them, and
 * nobody is starved of them. Not here, because every program of a machine shares them by nature: processor time
 * and load, free memory (sysinfo, also in part /proc/meminfo), page cache, the clock.
 */

const starve = (name: string, take: string, need: string, more: Partial<Pair> = {}): Pair => ({
  name: `N7 ${name}`,
  machine: 'x64',
  sender: python`
def take(index=0):
    keep = []
    try:
        while time.time() < START + LOOK_S: keep.append(${take})
    except (OSError, MemoryError, RuntimeError): pass
    hold()
brood(40, take)
take()`,
  receiver: `${python`
def need():
${need}`}\nvictim(need)`,
  ...more,
})

const EXHAUSTION: Pair[] = [
  starve(
    'events of asynchronous input and output',
    '(lambda c: tried(call, 206, 500, c) or call(206, 8, c))(ctypes.create_string_buffer(8))',
    `    context = ctypes.create_string_buffer(8)
    call(206, 8, context)
    call(207, struct.unpack('q', context.raw)[0])`,
  ),
  starve('terminals', 'os.openpty()', '    [os.close(fd) for fd in os.openpty()]'),
  starve('inotify instances', 'call(294, 0)', '    os.close(call(294, 0))'),
  starve(
    'inotify watches',
    '[call(254, fd, ctypes.c_char_p(b"/proc/self/fd"), 1 << (n % 12)) for fd in [call(294, 0)] for n in range(9000)]',
    `    fd = call(294, 0)
    try: call(254, fd, ctypes.c_char_p(b'/tmp'), 2)
    finally: os.close(fd)`,
  ),
  starve(
    'pages in pipes',
    '(lambda p: fcntl.fcntl(p[1], 1031, 1 << 20))(os.pipe())',
    `    pipe = os.pipe()
    try: return fcntl.fcntl(pipe[1], 1032)
    finally: [os.close(fd) for fd in pipe]`,
  ),
  starve(
    'descriptors in flight',
    '(lambda s: (s, [socket.send_fds(s[0], [b"x"], [0] * 250) for _ in range(2)]))(socket.socketpair())',
    `    a, b = socket.socketpair()
    try: socket.send_fds(a, [b'x'], [0])
    finally: a.close(); b.close()`,
  ),
  starve(
    'queued signals',
    '[signal.pthread_sigmask(signal.SIG_BLOCK, [40]) and 0 or call(129, os.getpid(), 40, ctypes.create_string_buffer(struct.pack("iiiiii", 40, 0, -1, os.getpid(), os.getuid(), 0), 128)) for _ in range(500)]',
    `    timer = ctypes.create_string_buffer(8)
    call(222, 1, 0, timer)
    call(226, struct.unpack('i', timer.raw[:4])[0])`,
  ),
  starve(
    'timers',
    '[call(222, 1, 0, ctypes.create_string_buffer(8)) for _ in range(500)]',
    `    timer = ctypes.create_string_buffer(8)
    call(222, 1, 0, timer)
    call(226, struct.unpack('i', timer.raw[:4])[0])`,
  ),
  starve('processes', 'tried(os.fork) == 0 and hold()', '    os.waitpid(os.fork() or os._exit(0), 0)[1]'),
  starve(
    'threads',
    'threading.Thread(target=hold, daemon=True).start()',
    '    thread = threading.Thread(target=int); thread.start(); thread.join()',
  ),
  starve('open files', 'os.open("/dev/null", 0)', '    os.close(os.open("/dev/null", 0))'),
  starve(
    'locks',
    '[fcntl.fcntl(fd, 6, struct.pack("hhqqi4x", 0, 0, n * 2, 1, 0)) for fd in [os.open("/cell/main.py", 0)] for n in range(500)]',
    '    fcntl.lockf(open("/cell/lock", "w"), fcntl.LOCK_EX | fcntl.LOCK_NB)',
  ),
  starve(
    'epoll watches',
    '[e.register(fd) for e in [select.epoll()] for fd in os.pipe()]',
    '    select.epoll().register(os.pipe()[0]) if False else None',
  ),
  starve(
    'disk',
    'open("/tmp/%s" % os.urandom(8).hex(), "wb").write(bytes(1 << 20))',
    '    open("/tmp/x", "wb").write(bytes(1 << 20)); os.unlink("/tmp/x")',
  ),
]

const quiet = (name: string, act: string, see: string, more: Partial<Pair> = {}): Pair => ({
  name: `N8 ${name}`,
  sender: `for _ in range(6):\n    tried(lambda: ${act})\n    time.sleep(0.08)`,
  receiver: `quiet_before(lambda: ${see})`,
  ...more,
})

/** Counters that a cell has no business to read. */
const COUNTERS: Pair[] = [
  quiet(
    'count of terminals',
    '_keep.extend(os.openpty() for _ in range(10))',
    'open("/proc/sys/kernel/pty/nr").read()',
  ),
  quiet(
    'count of asynchronous events',
    'call(206, 1500, ctypes.create_string_buffer(8))',
    'open("/proc/sys/fs/aio-nr").read()',
    { machine: 'x64' },
  ),
  quiet(
    'list of locks',
    '[fcntl.lockf(f, fcntl.LOCK_EX) or _keep.append(f) for f in [open("/cell/l%d" % n, "w") for n in range(30)]]',
    'len(open("/proc/locks").readlines()) // 20',
  ),
  quiet(
    'keys',
    'call(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(TOKEN.encode()), ctypes.c_char_p(b"x"), 1, -4)',
    'call(249, ctypes.c_char_p(b"user"), ctypes.c_char_p(TOKEN.encode()), None, -4) and 1',
    { machine: 'x64' },
  ),
  quiet(
    'list of keys',
    'call(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(TOKEN.encode()), ctypes.c_char_p(b"x"), 1, -4)',
    'TOKEN in open("/proc/keys").read()',
    { machine: 'x64' },
  ),
  quiet('host name', 'call(170, ctypes.c_char_p(TOKEN.encode()), len(TOKEN))', 'os.uname().nodename', {
    machine: 'x64',
  }),
  quiet(
    'domain name',
    'call(171, ctypes.c_char_p(TOKEN.encode()), len(TOKEN))',
    'open("/proc/sys/kernel/domainname").read()',
    { machine: 'x64' },
  ),
  quiet(
    'shared memory of System V',
    'call(29, int(TOKEN[:6], 16), 4096, 0o1666)',
    'call(29, int(TOKEN[:6], 16), 0, 0)',
    { machine: 'x64' },
  ),
  quiet(
    'semaphores of System V',
    'call(64, int(TOKEN[:6], 16), 1, 0o1666)',
    'call(64, int(TOKEN[:6], 16), 0, 0)',
    { machine: 'x64' },
  ),
  quiet('messages of System V', 'call(68, int(TOKEN[:6], 16), 0o1666)', 'call(68, int(TOKEN[:6], 16), 0)', {
    machine: 'x64',
  }),
  quiet(
    'System V objects by number',
    'call(29, 0, 4096, 0o1666)',
    '[tried(call, 31, n, 13, ctypes.create_string_buffer(256)) for n in range(40)]',
    { machine: 'x64' },
  ),
  quiet(
    'message queues',
    'call(240, ctypes.c_char_p(TOKEN.encode()), 0o102, 0o666, 0)',
    'call(240, ctypes.c_char_p(TOKEN.encode()), 0, 0, 0)',
    { machine: 'x64' },
  ),
  ...['/tmp', '/dev/shm', '/cell', '/var/tmp', '/run', '/dev', '/dev/pts', '/proc/self/cwd'].map((place) =>
    quiet(
      `a file in ${place}`,
      `open("${place}/" + TOKEN, "w").write("x")`,
      `TOKEN in os.listdir("${place}")`,
    ),
  ),
  quiet(
    'free space of the writable places',
    'open("/tmp/" + TOKEN, "wb").write(bytes(20 << 20))',
    '[os.statvfs(p).f_bavail for p in ("/tmp", "/cell", "/dev/shm", "/", "/dev")]',
  ),
  quiet(
    'priority of the same user',
    '[call(141, kind, 0, 15) for kind in (0, 1, 2)]',
    '(os.getpriority(os.PRIO_PROCESS, 0), os.getpriority(os.PRIO_USER, 0))',
    { machine: 'x64' },
  ),
  quiet(
    'input priority of the same user',
    '[call(251, kind, 0, 0x6007) for kind in (2, 3, 1)]',
    '(call(252, 1, 0), call(252, 3, 0))',
    { machine: 'x64' },
  ),
  quiet(
    'processors of other pids',
    '[tried(os.sched_setaffinity, p, [0]) for p in range(2, 3000) if p != os.getpid()]',
    'sorted(os.sched_getaffinity(0))',
  ),
  quiet(
    'limits of other pids',
    '[tried(call, 302, p, 7, ctypes.create_string_buffer(struct.pack("QQ", 99, 99)), 0) for p in range(2, 3000) if p != os.getpid()]',
    '__import__("resource").getrlimit(7)',
    { machine: 'x64' },
  ),
  quiet(
    'scheduling of other pids',
    '[tried(os.sched_setscheduler, p, 5, os.sched_param(0)) for p in range(2, 3000) if p != os.getpid()]',
    'os.sched_getscheduler(0)',
  ),
  quiet(
    'address space layout of everybody',
    'write("/proc/sys/kernel/randomize_va_space", "0")',
    'call(135, -1)',
    { machine: 'x64' },
  ),
]

const SIGNALS = [
  ['kill', 'os.kill(p, 10)'],
  ['kill of groups', 'os.killpg(p, 10)'],
  ['tkill', 'call(200, p, 10)'],
  ['tgkill', 'call(234, p, p, 10)'],
  ['queued signals', 'call(129, p, 10, ctypes.create_string_buffer(struct.pack("iii", 10, 0, -1), 128))'],
  ['process descriptors', 'call(424, os.pidfd_open(p), 10, 0, 0)'],
  [
    'owners of descriptors',
    '(fcntl.fcntl(r, 8, p), fcntl.fcntl(r, 10, 10), fcntl.fcntl(r, 4, 0o22000), os.write(w, b"x"), os.read(r, 1))',
  ],
].map(
  ([name, send]): Pair => ({
    name: `N9 ${name} by guessed pid`,
    machine: 'x64',
    sender: python`
signal.signal(10, signal.SIG_IGN)
r, w = os.pipe()
for p in [-1, 0, *range(2, 2500)]:
    if p != os.getpid(): tried(lambda: ${send})`,
    receiver: python`
hits = []
signal.signal(10, lambda *_: hits.append(1))
look(lambda: hits and 'signal')`,
  }),
)

export const TABLE_PAIRS: Pair[] = [...COUNTERS, ...SIGNALS]
export const STARVATION_PAIRS: Pair[] = EXHAUSTION

/**
 * A page of a shared file is one page for everybody who maps it, and a futex on it can be waited for and woken
 * with the right to read. Stated here, not asserted: it ends only where every cell has its own copy of the runtime.
 */
export const INHERENT_PAIRS: Pair[] = [
  {
    name: 'a futex in a mapping of the runtime',
    machine: 'x64',
    sender: python`
import mmap
with open(os.__file__) as file: page = mmap.mmap(file.fileno(), 4096, mmap.MAP_SHARED, mmap.PROT_READ)
_libc.mmap.restype = ctypes.c_void_p
address = _libc.mmap(None, 4096, 1, 1, os.open(os.__file__, 0), 0)
for _ in range(30):
    tried(call, 202, address, 1, 99, 0, 0, 0)
    time.sleep(0.02)`,
    receiver: python`
_libc.mmap.restype = ctypes.c_void_p
address = _libc.mmap(None, 4096, 1, 1, os.open(os.__file__, 0), 0)
word = ctypes.c_uint32.from_address(address).value
timeout = ctypes.create_string_buffer(struct.pack('qq', 0, 200000000))
look(lambda: call(202, address, 0, word, timeout, 0, 0) == 0 and 'woken')`,
  },
]
