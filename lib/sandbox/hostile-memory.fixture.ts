import { BLAMED, type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/**
 * R22 and on: memory that no process of the cell seems to have. Each takes several times its budget where it can,
 * holds it for a moment, and ends; judged by what the machine has left, seen from outside.
 */
export const MEMORY_MB = 256

/** Beyond the budget: the interpreter itself, what the kernel rounds up, the rest of the machine. */
export const OUTSIDE_SLACK_MB = 160

export const hoard = (name: string, source: string, more: Partial<Hostile> = {}): Hostile =>
  hostile(name, `import mmap\nMB = 1 << 20\n${source}\ntime.sleep(0.4)`, {
    statuses: BLAMED,
    limits: { memoryMB: MEMORY_MB, wallMs: 4_000, cpuS: 30 },
    ...more,
  })

/** `take` runs in the program and in forks of it, each until it is refused; all hold for as long as the program. */
export const everywhere = (name: string, forks: number, take: string, more: Partial<Hostile> = {}): Hostile =>
  hoard(
    name,
    python`
def body(index):
    keep = []
    try:
${take}
    except (OSError, MemoryError, RuntimeError): pass
    time.sleep(60)
brood(${forks}, body)
time.sleep(1.2)`,
    more,
  )

const HIDDEN: Hostile[] = [
  hoard(
    'R22 cannot be looked into',
    python`
_libc.prctl(4, 0, 0, 0, 0)
keep = [bytearray(b'x' * (8 * MB)) for _ in range(96)]`,
  ),
  everywhere(
    'R22 children cannot be looked into',
    6,
    `        _libc.prctl(4, 0, 0, 0, 0)
        keep.extend(bytearray(b'x' * (8 * MB)) for _ in range(16))`,
  ),
  hoard(
    'R22 the main thread has left',
    python`
def run():
    time.sleep(0.05)
    keep = [bytearray(b'x' * (8 * MB)) for _ in range(96)]
    time.sleep(0.5)
    os._exit(0)
threading.Thread(target=run).start()
call(60, 0)`,
    { machine: 'x64' },
  ),
  hoard(
    'R22 a burst between two looks',
    python`
def body(index):
    while time.monotonic() < START: pass
    _libc.mmap(None, ctypes.c_size_t(600 * MB), 3, 0x8022, -1, ctypes.c_long(0))
    time.sleep(60)
START = time.monotonic() + 0.3
brood(5, body)
time.sleep(1)`,
  ),
  hoard(
    'R22 a burst that is given back at once, again and again',
    python`
def body(index):
    _libc.mmap.restype = ctypes.c_void_p
    while True:
        place = _libc.mmap(None, ctypes.c_size_t(150 * MB), 3, 0x8022, -1, ctypes.c_long(0))
        _libc.munmap(ctypes.c_void_p(place), ctypes.c_size_t(150 * MB))
brood(8, body)
time.sleep(1)`,
  ),
  hoard(
    'R22 copies of pages that were shared',
    python`
block = bytearray(b'x' * (60 * MB))
def body(index):
    for place in range(0, len(block), 4096): block[place] = index
    time.sleep(60)
brood(14, body)
time.sleep(1.5)`,
  ),
  hoard(
    'R22 many threads',
    python`
keep = []
def run(): keep.append(bytearray(b'x' * (16 * MB))); time.sleep(60)
for _ in range(50): threading.Thread(target=run, daemon=True).start()
time.sleep(1)
os._exit(0)`,
  ),
  everywhere(
    'R22 huge pages',
    3,
    `        block = mmap.mmap(-1, 300 * MB, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        block.madvise(14)
        for place in range(0, 300 * MB, 4096): block[place] = 1`,
  ),
  hoard(
    'R22 reserved huge pages, locked pages',
    python`
print(tried(_libc.mlockall, 3))
for flags in (0x40022, 0x40021, 0x2022): tried(lambda: _libc.mmap(None, ctypes.c_size_t(700 * MB), 3, flags, -1, ctypes.c_long(0)))`,
  ),
]

const SHARED: Hostile[] = [
  hoard(
    'R23 shared memory that its only owner does not map any more',
    python`
block, keep = b'x' * MB, []
for _ in range(45):
    shared = mmap.mmap(-1, 16 * MB)
    keep.append(shared)
    for place in range(0, 16 * MB, MB): shared[place:place + MB] = block
    shared.madvise(mmap.MADV_DONTNEED)`,
  ),
  hoard(
    'R23 shared memory of the zero device',
    python`
block, keep, fd = b'x' * MB, [], tried(os.open, '/dev/zero', os.O_RDWR)
if fd is None: os._exit(0)
for _ in range(45):
    shared = mmap.mmap(fd, 16 * MB, mmap.MAP_SHARED)
    keep.append(shared)
    for place in range(0, 16 * MB, MB): shared[place:place + MB] = block
    shared.madvise(mmap.MADV_DONTNEED)`,
  ),
  hoard(
    'R23 shared memory that only the dead have touched',
    python`
shared = mmap.mmap(-1, 800 * MB)
def body(index):
    block = b'x' * MB
    for place in range(index * 100, index * 100 + 100): shared[place * MB:(place + 1) * MB] = block
for index in range(8): [os.waitpid(pid, 0) for pid in brood(1, lambda _: body(index))]`,
  ),
  hoard(
    'R23 shared memory, each process unmaps the part it wrote',
    python`
shared = mmap.mmap(-1, 720 * MB)
def body(index):
    base = ctypes.addressof(ctypes.c_char.from_buffer(shared))
    block = b'x' * MB
    for place in range(index * 120, index * 120 + 120): shared[place * MB:(place + 1) * MB] = block
    _libc.munmap(ctypes.c_void_p(base + index * 120 * MB), ctypes.c_size_t(120 * MB))
    time.sleep(60)
brood(6, body)
time.sleep(1)`,
  ),
  hoard(
    'R23 memory files',
    python`
keep = []
for flags in (0, 1, 2, 4): keep.append(tried(os.memfd_create, 'x', flags))
keep += [tried(call, 447, 0)]
for fd in keep:
    for _ in range(200): fd is not None and tried(os.write, fd, b'x' * MB)`,
    { machine: 'x64' },
  ),
  hoard(
    'R23 every writable place and the budget itself',
    python`
for place in ('/tmp', '/cell', '/dev/shm'):
    fd = os.open(place + '/big', os.O_RDWR | os.O_CREAT)
    os.unlink(place + '/big')
    for _ in range(200): tried(os.write, fd, b'x' * MB)
keep = bytearray(b'x' * (200 * MB))`,
    { limits: { memoryMB: MEMORY_MB, diskMB: 160, fileMB: 160, wallMs: 4_000 } },
  ),
]

export const HOARDERS: Hostile[] = [...HIDDEN, ...SHARED]
