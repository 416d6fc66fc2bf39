import { type Hostile, python } from '#lib/sandbox/hostile.fixture.ts'
import { everywhere, hoard, MEMORY_MB } from '#lib/sandbox/hostile-memory.fixture.ts'

/** R24, R25: memory in the kernel's own objects: buffers of sockets, pipes and terminals, locks, mappings, lists. */

const SOCKETS_AND_PIPES: Hostile[] = [
  ...['SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_SEQPACKET'].map((kind) =>
    everywhere(
      `R24 data in socket pairs, ${kind}`,
      8,
      `        for _ in range(110):
            pair = socket.socketpair(socket.AF_UNIX, socket.${kind})
            keep.append(pair)
            for end in pair:
                end.setblocking(False)
                for option in (7, 8, 32, 33): tried(end.setsockopt, socket.SOL_SOCKET, option, 4 * MB)
                while tried(end.send, bytes(100_000)): pass`,
    ),
  ),
  everywhere(
    'R24 data in sockets that are in flight',
    4,
    `        carrier = socket.socketpair()
        carrier[0].setblocking(False)
        for _ in range(200):
            pair = socket.socketpair()
            pair[0].setblocking(False)
            tried(pair[0].setsockopt, socket.SOL_SOCKET, 7, 4 * MB)
            while tried(pair[0].send, bytes(200_000)): pass
            socket.send_fds(carrier[0], [b'x'], [end.fileno() for end in pair])
            pair[0].close(); pair[1].close()`,
  ),
  everywhere(
    'R24 data in pipes',
    30,
    `        for _ in range(110):
            read, write = os.pipe()
            for size in (1 << 20, 1 << 18, 1 << 16):
                if tried(fcntl.fcntl, write, 1031, size): break
            os.set_blocking(write, False)
            while tried(os.write, write, bytes(65536)): pass`,
  ),
  everywhere(
    'R24 pages of a cut file in pipes',
    10,
    `        fd = os.open('/tmp', os.O_TMPFILE | os.O_RDWR)
        for _ in range(110):
            read, write = os.pipe()
            tried(fcntl.fcntl, write, 1031, 1 << 20)
            os.pwrite(fd, bytes(MB), 0)
            tried(os.splice, fd, write, MB, 0, None, 2)
            os.ftruncate(fd, 0)`,
  ),
  everywhere(
    'R24 pages of a cut file in sockets',
    6,
    `        fd = os.open('/tmp', os.O_TMPFILE | os.O_RDWR)
        for _ in range(110):
            pair = socket.socketpair()
            keep.append(pair)
            pair[0].setblocking(False)
            tried(pair[0].setsockopt, socket.SOL_SOCKET, 7, 4 * MB)
            os.pwrite(fd, bytes(2 * MB), 0)
            tried(os.sendfile, pair[0].fileno(), fd, 0, 2 * MB)
            os.ftruncate(fd, 0)`,
  ),
  everywhere(
    'R24 pages of a process in pipes',
    4,
    `        block = ctypes.create_string_buffer(MB)
        vector = ctypes.create_string_buffer(struct.pack('QQ', ctypes.addressof(block), MB))
        for _ in range(110):
            read, write = os.pipe()
            tried(fcntl.fcntl, write, 1031, 1 << 20)
            tried(call, 278, write, vector, 1, 8 | 2)`,
    { machine: 'x64' },
  ),
  everywhere(
    'R24 text in terminals',
    30,
    `        import tty
        for _ in range(110):
            master, slave = os.openpty()
            tty.setraw(slave)
            for fd in (master, slave):
                os.set_blocking(fd, False)
                for _ in range(60): tried(os.write, fd, bytes(4096))`,
  ),
  everywhere(
    'R24 programs of socket filters',
    50,
    `        code = struct.pack('HBBI', 0x06, 0, 0, 0xffff) * 4096
        text = ctypes.create_string_buffer(code)
        program = struct.pack('HxxxxxxQ', 4096, ctypes.addressof(text))
        for _ in range(110):
            pair = socket.socketpair()
            keep.append(pair)
            for end in pair: end.setsockopt(socket.SOL_SOCKET, 26, program)`,
  ),
]

const KERNEL_OBJECTS: Hostile[] = [
  hoard(
    'R25 descriptions of mappings, copied by every fork',
    python`
_libc.mmap.restype = ctypes.c_void_p
base = _libc.mmap(None, ctypes.c_size_t(240 * MB), 0, 0x4022, -1, ctypes.c_long(0))
for page in range(0, 60_000, 2): _libc.mprotect(ctypes.c_void_p(base + page * 4096), ctypes.c_size_t(4096), 1)
brood(56, lambda index: time.sleep(60))
time.sleep(0.5)`,
  ),
  everywhere(
    'R25 page tables of memory that was only read',
    50,
    `        block = mmap.mmap(-1, 900 * MB, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ)
        for place in range(0, 900 * MB, 2 * MB): block[place]`,
  ),
  everywhere(
    'R25 byte locks',
    24,
    `        for number in range(200):
            fd = os.open('/cell/%d-%d' % (index, number), os.O_RDWR | os.O_CREAT)
            for place in range(0, 1200, 2): fcntl.fcntl(fd, 6, struct.pack('hhqqi4x', 1, 0, place, 1, 0))`,
    { limits: { memoryMB: MEMORY_MB, wallMs: 4_000, cpuS: 30, inodes: 16_384 } },
  ),
  everywhere(
    'R25 access lists on the files of the cell',
    2,
    `        entry = lambda tag, owner: struct.pack('HHI', tag, 7, owner)
        text = struct.pack('I', 2) + entry(1, -1 & 0xffffffff) + entry(2, os.getuid()) * 8000 + b''.join(entry(tag, 0xffffffff) for tag in (4, 16, 32))
        for place in ('/tmp', '/cell', '/dev/shm'):
            for number in range(1900):
                path = '%s/%d-%d' % (place, index, number)
                os.mkdir(path)
                for name in ('access', 'default'): os.setxattr(path, 'system.posix_acl_' + name, text)`,
  ),
  everywhere(
    'R25 attributes on the files of the cell',
    2,
    `        for place in ('/tmp', '/cell', '/dev/shm'):
            for number in range(1900):
                path = '%s/%d-%d' % (place, index, number)
                os.close(os.open(path, os.O_CREAT))
                for name in range(4): os.setxattr(path, 'user.%d' % name, bytes(60_000))`,
  ),
  hoard(
    'R25 events that nobody reads',
    python`
fds = []
for _ in range(120):
    fd = tried(call, 294, 0o4000)
    if fd is not None and tried(call, 254, fd, ctypes.c_char_p(b'/tmp'), 0xfff) is not None: fds.append(fd)
names = ['/tmp/' + str(n) + 'x' * 240 for n in range(2)]
end = time.monotonic() + 3
while fds and time.monotonic() < end:
    for name in names: os.close(os.open(name, os.O_CREAT)); os.unlink(name)`,
    { machine: 'x64' },
  ),
  everywhere(
    'R25 watches of descriptors',
    50,
    `        pipes = [fd for _ in range(55) for fd in os.pipe()]
        for _ in range(120):
            watch = select.epoll()
            keep.append(watch)
            for fd in pipes: watch.register(fd, 1)`,
  ),
  everywhere(
    'R25 timers and queued signals',
    20,
    `        signal.pthread_sigmask(signal.SIG_BLOCK, range(35, 60))
        for _ in range(60_000): call(222, 1, 0, ctypes.create_string_buffer(8))`,
    { machine: 'x64' },
  ),
  everywhere(
    'R25 rings of asynchronous input and output',
    20,
    `        for _ in range(200): call(206, 300, ctypes.create_string_buffer(8))`,
    { machine: 'x64' },
  ),
  everywhere(
    'R25 filters upon filters',
    55,
    `        code = ctypes.create_string_buffer(struct.pack('HBBI', 0x06, 0, 0, 0x7fff0000) * 4000)
        program = ctypes.create_string_buffer(struct.pack('HxxxxxxQ', 4000, ctypes.addressof(code)))
        for _ in range(8): call(317, 1, 0, program)`,
    { machine: 'x64' },
  ),
  everywhere(
    'R25 rules of Landlock',
    8,
    `        files = [os.path.join(d, n) for d, _, names in os.walk(os.path.dirname(os.__file__)) for n in names][:2000]
        for _ in range(100):
            rules = call(444, ctypes.create_string_buffer(struct.pack('QQ', 0x1fff, 0)), 8, 0)
            for path in files:
                fd = os.open(path, os.O_PATH)
                call(445, rules, 1, ctypes.create_string_buffer(struct.pack('=Qi', 4, fd)), 0)
                os.close(fd)`,
    { machine: 'x64' },
  ),
]

export const BUFFERS: Hostile[] = [...SOCKETS_AND_PIPES, ...KERNEL_OBJECTS]
