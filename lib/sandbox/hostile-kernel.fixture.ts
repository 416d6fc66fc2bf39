import { type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/** K: tables that the kernel keeps once for everybody, calls by number, requests and options by number. */

/** How many of a thing a whole cell gets; `take` returns how many it took. */
const capped = (name: string, most: number, take: string, more: Partial<Hostile> = {}): Hostile =>
  hostile(
    `K1 ${name}`,
    python`
import mmap
counts = mmap.mmap(-1, 4096)
def body(index):
    keep, total = [], 0
    end = time.monotonic() + 0.5
    try:
        while time.monotonic() < end:
            total += ${take}
            counts[index * 8:index * 8 + 8] = struct.pack('q', total)
    except (OSError, MemoryError, RuntimeError): pass
    time.sleep(60)
brood(40, body)
time.sleep(0.9)
total = sum(struct.unpack('512q', counts[:]))
print('ESCAPED' if total > ${most} else 'capped', total)`,
    { machine: 'x64', output: /capped/, limits: { wallMs: 20_000 }, ...more },
  )

export const TABLES: Hostile[] = [
  capped('terminals', 256, '(keep.extend(os.openpty()), 1)[1]'),
  capped(
    'events of asynchronous input and output',
    4096,
    '(lambda c: (call(206, 300, c), 300)[1])(ctypes.create_string_buffer(8))',
  ),
  capped('inotify instances', 64, '(call(294, 0), 1)[1]'),
  capped(
    'inotify watches',
    20_000,
    '(lambda fd: sum(call(254, fd, ctypes.c_char_p(p.encode()), 2) > 0 for p in paths))(call(294, 0)) if (paths := globals().setdefault("paths", [os.path.join(d, n) for d, _, names in os.walk(os.path.dirname(os.__file__)) for n in names][:2000])) else 0',
  ),
  capped(
    'queued signals',
    8_192,
    '(signal.pthread_sigmask(signal.SIG_BLOCK, [40]), call(129, os.getpid(), 40, ctypes.create_string_buffer(struct.pack("iii", 40, 0, -1), 128)), 1)[2]',
  ),
  capped('timers', 8_192, '(call(222, 1, 0, ctypes.create_string_buffer(8)), 1)[1]'),
  capped(
    'descriptors in flight',
    2_048,
    '(lambda s: (keep.append(s), socket.send_fds(s[0], [b"x"], [0] * 50), 50)[2])(socket.socketpair())',
  ),
  capped('processes', 80, '(1 if os.fork() else time.sleep(3) or os._exit(0))'),
]

const EXPLORE = python`
REFUSED = (1, 38, 97)
def worker(start, word, out):
    os.dup2(out, 200)
    me = os.getpid()
    for number in range(start, 512):
        # sync(2) would wait for the disks of the whole machine.
        if number == 162: continue
        os.write(200, struct.pack('<hh', number, -1))
        ctypes.set_errno(0)
        result = _libc.syscall(ctypes.c_long(number), *[ctypes.c_long(word)] * 6)
        code = ctypes.get_errno() if result == -1 else 0
        if os.getpid() != me: os._exit(0)
        os.write(200, struct.pack('<hh', number, code))
    os._exit(0)
def explore(word):
    answered, start = set(), 0
    while start < 512:
        read, write_end = os.pipe()
        pid = os.fork()
        if pid == 0: worker(start, word, write_end)
        os.close(write_end)
        asked = None
        while select.select([read], [], [], 0.4)[0]:
            record = os.read(read, 4)
            if len(record) < 4: break
            number, code = struct.unpack('<hh', record)
            asked = number if code == -1 else None
            if code != -1 and code not in REFUSED: answered.add(number)
        tried(os.kill, pid, 9)
        os.close(read)
        ended = tried(os.waitpid, pid, 0)
        if asked is None: break
        # A filter may also end who asks.
        if ended is None or os.waitstatus_to_exitcode(ended[1]) != -signal.SIGSYS: answered.add(asked)
        start = asked + 1
    return answered
`

/** Every number with a word in every argument; prints those that were answered. */
export const callsWith = (word: number): Hostile =>
  hostile(
    `K2 every system call with ${word}`,
    `${EXPLORE}\nimport json\nprint('ANSWERED', json.dumps(sorted(explore(${word}))))`,
    {
      machine: 'x64',
      output: /^ANSWERED \[/m,
      limits: { wallMs: 30_000, cpuS: 30 },
    },
  )

const DESCRIPTORS = python`
def descriptors():
    yield 0; yield 1
    yield from os.pipe()
    pair = socket.socketpair(); _keep.append(pair)
    yield pair[0].fileno()
    yield os.open('/cell/f', os.O_RDWR | os.O_CREAT)
    for path in ('/cell', '/', '/dev/urandom', '/dev/full', '/proc/self/ns/net', '/proc/self/ns/user', '/proc/self/mem', '/dev/ptmx', os.__file__):
        fd = tried(os.open, path, os.O_RDONLY | os.O_NOCTTY)
        if fd is not None: yield fd
    for make in (lambda: call(290, 0, 0), lambda: call(283, 1, 0), lambda: call(291, 0), lambda: os.pidfd_open(os.getpid()), lambda: call(294, 0), lambda: os.openpty()[1]):
        fd = tried(make)
        if fd is not None: yield fd
`

const requests = (name: string, numbers: string): Hostile =>
  hostile(
    `K3 requests to every kind of descriptor, ${name}`,
    python`
${DESCRIPTORS}
def body(index):
    signal.alarm(2)
    for fd in descriptors():
        for request in ${numbers}:
            for argument in (0, ctypes.create_string_buffer(512)): tried(call, 16, fd, request, argument)
for _ in range(2): brood(1, body)
for _ in range(2): tried(os.wait)`,
    { machine: 'x64', statuses: ['ok', 'signal', 'nonzero', 'output', 'wall'], limits: { wallMs: 6_000 } },
  )

const forbiddenRequest = (name: string, request: string, argument = '1'): Hostile =>
  hostile(
    `K3 ${name}`,
    python`
fds = [0, 1, *(tried(os.openpty) or ())]
fd = tried(os.open, '/dev/ptmx', os.O_RDWR | os.O_NOCTTY)
for fd in [*fds, *([fd] if fd is not None else [])]:
    for high in (0, 1 << 32, 0xffffffff << 32): blocked(call, 16, fd, ${request} | high, ctypes.create_string_buffer(struct.pack('i', ${argument}), 64))`,
    { machine: 'x64', output: /blocked/ },
  )

/** Calls that must fail, each tried in a process of its own. */
type Refused = { name: string; source: string }
const refusedCall = (name: string, source: string): Refused => ({ name, source })

export const NUMBERS: Hostile[] = [
  requests('terminals', 'range(0x5400, 0x5470)'),
  requests('sockets', 'range(0x8900, 0x89ff)'),
  requests(
    'files',
    '[*range(0x6600, 0x6620), 0x80086601, 0x40086602, 0xc0045877, 0xc0045878, 0xc0185879, 0x40049409, 0x4020940d, 0x801c581f, 0x401c5820, 0x40806685]',
  ),
  requests('namespaces and processes', '[*range(0xb700, 0xb720), *range(0xff00, 0xff10), 0x8008b705]'),
  requests(
    'consoles, disks, keys',
    '[*range(0x5600, 0x5612), *range(0x4b30, 0x4b70), *range(0x1250, 0x1290), 0x80045200, 0x40085203, 0x5204, 0x5207, 0xae00, 0xae01]',
  ),
  forbiddenRequest('types into a terminal', '0x5412', '65'),
  forbiddenRequest('types into a console', '0x541c'),
  forbiddenRequest('takes the console', '0x541d'),
  forbiddenRequest('another line discipline', '0x5423', '15'),
  forbiddenRequest('a line discipline of modems', '0x5423', '21'),
  hostile(
    'K4 a core for a helper of the machine',
    // The kernel skips a core-dump helper only where the limit is exactly 1. A program that sets it to 0 would start
    // the helper, outside every cell.
    python`
import resource
def lower(): resource.setrlimit(4, (0, 0))
def raw(): call(160, 4, ctypes.create_string_buffer(16))
def child(index): os.execv(sys.executable, ['python3', '-c', 'import resource; print(resource.getrlimit(4), flush=True)'])
print(resource.getrlimit(4), flush=True)
for attempt in (lower, raw): tried(attempt)
brood(1, child); os.wait()
print('ESCAPED' if resource.getrlimit(4) != (1, 1) else 'held', flush=True)`,
    { output: /\(1, 1\)\n\(1, 1\)\nheld/, machine: 'x64' },
  ),
  hostile(
    'K4 every option of prctl',
    python`
def body(index):
    signal.alarm(2)
    for option in [*range(1, 90), 0x41555856, 0x53564d41, 0x59616d61]:
        for value in (0, 1, -1): tried(call, 157, option, value, 0, 0, 0)
for _ in range(3): brood(1, body)
for _ in range(3): tried(os.wait)`,
    { machine: 'x64', limits: { wallMs: 6_000 } },
  ),
  hostile(
    'K4 every family of sockets',
    python`
for family in range(0, 48):
    for kind in (1, 2, 3, 5, 0x80001, 0x801):
        for protocol in (0, 1, 255):
            if tried(call, 41, family, kind, protocol) is not None: print('ESCAPED socket', family, kind, protocol)
            if family != 1 and tried(call, 53, family, kind, protocol, _slot) is not None: print('ESCAPED pair', family, kind, protocol)
for high in (1 << 32, 0xffffffff << 32):
    if tried(call, 41, 1 | high, 1, 0) is not None: print('ESCAPED high word')
    if tried(call, 53, 2 | high, 1, 0, _slot) is not None: print('ESCAPED high word')
print('done')`,
    { machine: 'x64', output: /done/ },
  ),
  hostile(
    'K4 every option of a socket pair',
    python`
def body(index):
    signal.alarm(2)
    pair = socket.socketpair()
    for level in (0, 1, 6, 41, 263, 270, 282, 284):
        for option in range(1, 90):
            for value in (0, 1, 1 << 30): tried(pair[0].setsockopt, level, option, value)
            tried(pair[0].getsockopt, level, option, 256)
    size = max(end.getsockopt(1, option) for end in socket.socketpair() for option in (7, 8))
    print('ESCAPED' if size > 16 << 20 else 'bounded', size, flush=True)
brood(1, body)
os.wait()`,
    { machine: 'x64', output: /bounded/ },
  ),
]

export const REFUSED_CALLS: Refused[] = [
  refusedCall(
    'a key',
    'call(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"x"), ctypes.c_char_p(b"x"), 1, -3)',
  ),
  refusedCall('the number of a socket', 'socket.socketpair()[0].getsockopt(1, 57, 8)'),
  refusedCall('the number of a network', 'socket.socketpair()[0].getsockopt(1, 71, 8)'),
  refusedCall('locked pages', 'call(149, ctypes.addressof(_slot), 1)'),
  refusedCall('a message queue', 'call(240, ctypes.c_char_p(b"x"), 0o102, 0o600, 0)'),
  refusedCall('a segment of System V', 'call(29, 0, 4096, 0o1600)'),
  refusedCall('semaphores of System V', 'call(64, 0, 1, 0o1600)'),
  refusedCall('messages of System V', 'call(68, 0, 0o1600)'),
  refusedCall('asynchronous input and output', 'call(206, 8, ctypes.create_string_buffer(8))'),
  refusedCall(
    'a name for an end of a socket pair',
    'socket.socketpair(1, socket.SOCK_DGRAM)[0].bind(b"\\0name")',
  ),
  refusedCall(
    'another peer for an end of a socket pair',
    'socket.socketpair(1, socket.SOCK_DGRAM)[0].connect(b"\\0name")',
  ),
  ...Object.entries({
    READ_IMPLIES_EXEC: 0x400000,
    ADDR_NO_RANDOMIZE: 0x40000,
    MMAP_PAGE_ZERO: 0x100000,
    PER_LINUX32: 8,
  }).map(([name, value]) => refusedCall(`personality ${name}`, `call(135, ${value})`)),
  refusedCall(
    'a filter with a listener',
    `call(317, 1, 8, ctypes.create_string_buffer(struct.pack('HxxxxxxQ', 1, ctypes.addressof(ctypes.create_string_buffer(struct.pack('HBBI', 6, 0, 0, 0x7fc00000)))), 16))`,
  ),
  refusedCall('Landlock', 'call(444, None, 0, 1)'),
  refusedCall('memory files', 'os.memfd_create("x", 0x10)'),
  refusedCall('secret memory', 'call(447, 0)'),
  refusedCall('faults in user space', 'call(323, 1)'),
  refusedCall('a descriptor of another process', 'call(438, os.pidfd_open(os.getpid()), 0, 0)'),
  refusedCall(
    'a program without a name',
    'call(322, os.memfd_create("x"), ctypes.c_char_p(b""), 0, 0, 0x1000)',
  ),
  refusedCall(
    'a handle of a file',
    'call(303, -100, ctypes.c_char_p(b"/cell"), ctypes.create_string_buffer(struct.pack("Ii", 128, 0), 256), _slot, 0)',
  ),
  refusedCall(
    'a file by its handle',
    'call(304, os.open("/", 0), ctypes.create_string_buffer(struct.pack("II", 8, 1), 64), 0)',
  ),
  refusedCall('events of a file system', 'call(300, 0x200, 0)'),
  refusedCall(
    'performance counters',
    'call(298, ctypes.create_string_buffer(struct.pack("IIQ", 1, 112, 0), 112), 0, -1, -1, 0)',
  ),
  refusedCall('a program for the kernel', 'call(321, 5, ctypes.create_string_buffer(128), 128)'),
  refusedCall('a keyring', 'call(250, 1, 0, 0, 0, 0)'),
  refusedCall(
    'the list of mounts',
    'call(458, ctypes.create_string_buffer(struct.pack("IIQQ", 24, 0, 0xffffffffffffffff, 0)), ctypes.create_string_buffer(4096), 512, 0)',
  ),
  refusedCall(
    'facts of a mount',
    'call(457, ctypes.create_string_buffer(struct.pack("IIQQ", 24, 0, 1, 0xff)), ctypes.create_string_buffer(4096), 4096, 0)',
  ),
  refusedCall('a tree of mounts', 'call(428, -100, ctypes.c_char_p(b"/cell"), 1)'),
  refusedCall('a sealed mapping', 'call(462, _libc.mmap(None, 4096, 0, 0x22, -1, 0), 4096, 0)'),
  refusedCall('a shadow stack', 'call(453, 0, 4096, 0)'),
  refusedCall(
    'what is in the page cache',
    'call(451, os.open(os.__file__, 0), ctypes.create_string_buffer(16), ctypes.create_string_buffer(64), 0)',
  ),
  refusedCall('the second futex', 'call(454, ctypes.addressof(_slot), 1, 1, 2)'),
  refusedCall('modules of security', 'call(461, ctypes.create_string_buffer(64), ctypes.byref(_slot), 0)'),
  refusedCall('the log of the kernel', 'call(103, 3, ctypes.create_string_buffer(4096), 4096)'),
  refusedCall('a rings of requests', 'call(425, 8, ctypes.create_string_buffer(256))'),
  refusedCall(
    'a local descriptor table',
    'call(154, 1, ctypes.create_string_buffer(struct.pack("IIII", 0, 0, 0xfffff, 0x51)), 16)',
  ),
  refusedCall('ports', 'call(173, 0x80, 1, 1)'),
]
