import { type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/** P: tricks with the process tree. The program takes the blame, and the next jobs run. */
export const tree = (name: string, source: string, more: Partial<Hostile> = {}): Hostile =>
  // One that ends by itself may take its time on a busy machine.
  hostile(name, source, { machine: 'x64', limits: { wallMs: more.statuses ? 4_000 : 20_000 }, ...more })

/** Ends at the wall limit, or before it by its own death. */
export const stuck = (name: string, source: string, more: Partial<Hostile> = {}): Hostile =>
  tree(name, source, { statuses: ['wall', 'signal', 'nonzero', 'ok'], limits: { wallMs: 400 }, ...more })

const word = (value: number) => `0x${value.toString(16)}`

/** Without the sign that JavaScript gives the highest bit. */
const join = (...bits: number[]) => bits.reduce((sum, bit) => sum + bit, 0)

const SIGCHLD = 17

/** Flags of clone(2) that change nothing for a well-behaved parent; refused or harmless. */
const FLAGS: Record<string, number> = {
  CLONE_FS: 0x200,
  CLONE_FILES: 0x400,
  CLONE_PIDFD: 0x1000,
  CLONE_PTRACE: 0x2000,
  CLONE_VFORK: 0x4000,
  CLONE_PARENT: 0x8000,
  CLONE_SYSVSEM: 0x40000,
  CLONE_SETTLS: 0x80000,
  CLONE_PARENT_SETTID: 0x100000,
  CLONE_CHILD_CLEARTID: 0x200000,
  CLONE_DETACHED: 0x400000,
  CLONE_UNTRACED: 0x800000,
  CLONE_CHILD_SETTID: 0x1000000,
  CLONE_IO: 0x80000000,
}

const NAMESPACES: Record<string, number> = {
  NEWNS: 0x20000,
  NEWCGROUP: 0x2000000,
  NEWUTS: 0x4000000,
  NEWIPC: 0x8000000,
  NEWUSER: 0x10000000,
  NEWPID: 0x20000000,
  NEWNET: 0x40000000,
}

/** `tried` each time: refusing the flag word is as good as surviving it. */
const flagWord = (name: string, flags: number, child = 'os._exit(0)'): Hostile =>
  tree(
    `P1 clone ${name}`,
    python`
for _ in range(3): tried(clone, ${word(flags)}, lambda: ${child})
time.sleep(0.05)
print('done')`,
    { output: /done/ },
  )

export const CLONE_WORDS: Hostile[] = [
  ...Object.entries(FLAGS).map(([name, flag]) => flagWord(`${name}|SIGCHLD`, join(flag, SIGCHLD))),
  flagWord('CLONE_PARENT, living child', 0x8000 | SIGCHLD, 'time.sleep(60)'),
  flagWord('CLONE_PARENT, no exit signal', 0x8000),
  flagWord('CLONE_PARENT, exit signal SIGKILL', 0x8000 | 9),
  flagWord('CLONE_PARENT, exit signal SIGSTOP', 0x8000 | 19, 'time.sleep(60)'),
  flagWord('CLONE_PARENT, exit signal SIGINT', 0x8000 | 2),
  flagWord('CLONE_PARENT|CLONE_VFORK', 0xc000 | SIGCHLD),
  flagWord('CLONE_PARENT|CLONE_UNTRACED|CLONE_PTRACE', 0x80a000 | SIGCHLD),
  flagWord('CLONE_PARENT with bits above the word', 0x300008000 + SIGCHLD),
  flagWord('CLONE_INTO_CGROUP bit', 0x200000000 + SIGCHLD),
  ...Object.entries(NAMESPACES).map(([name, flag]) =>
    tree(
      `P2 clone ${name}`,
      python`
for extra in (0, ${word(0x10000000)}, 0x8000, 0x4000): blocked(clone, ${word(flag)} | extra | 17, lambda: None)`,
      { output: /(blocked PermissionError EPERM\s+){4}/, runs: 1 },
    ),
  ),
  tree(
    'P2 unshare, every flag',
    python`
for flag in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x80, 0x7e020080): blocked(call, 272, flag)`,
    { output: /blocked/, runs: 1 },
  ),
  tree(
    'P2 clone3 with every flag',
    python`
for flags in (0, 0x8000, 0x200000000, 0x100000000, 0x10000000, 0x2000, 0x80):
    words = struct.pack('11Q', flags, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
    for size in (64, 80, 88): blocked(call, 435, ctypes.create_string_buffer(words, 88), size)`,
    { output: /blocked OSError (ENOSYS|EPERM)/, runs: 1 },
  ),
  tree(
    'P3 every exit signal but the deadly ones',
    python`
for number in range(1, 65):
    if number not in (9, 19, 32, 33): tried(signal.signal, number, signal.SIG_IGN)
for number in [*range(65), 127, 128, 200, 255]:
    if number not in (9, 19, 32, 33): tried(clone, number, lambda: os._exit(0))
time.sleep(0.2)
print('done')`,
    { output: /done/, limits: { processes: 100, wallMs: 15_000 } },
  ),
  stuck('P3 exit signal SIGKILL', 'tried(clone, 9, lambda: os._exit(0)); time.sleep(0.2)'),
  stuck('P3 exit signal SIGSTOP', 'tried(clone, 19, lambda: os._exit(0)); time.sleep(0.2)'),
  tree(
    'P3 children without exit signal, never waited for',
    'for _ in range(40): tried(clone, 0, lambda: os._exit(0))',
  ),
  ...['CLONE_VM|SIGCHLD', 'CLONE_VM|CLONE_VFORK', 'CLONE_VM|CLONE_PARENT', 'CLONE_VM|CLONE_SIGHAND'].map(
    (name) => {
      const bits = {
        CLONE_VM: 0x100,
        SIGCHLD,
        CLONE_VFORK: 0x4000,
        CLONE_PARENT: 0x8000,
        CLONE_SIGHAND: 0x800,
      }
      const flags = name.split('|').reduce((sum, part) => sum | bits[part as keyof typeof bits], SIGCHLD)
      return stuck(
        `P4 ${name} without an end`,
        python`
for _ in range(4): tried(thread_like, ${word(flags)})
time.sleep(0.1)`,
      )
    },
  ),
  tree(
    'P4 a thread clones a sibling of the program',
    python`
def run():
    for _ in range(3): tried(clone, 0x8011, lambda: os._exit(0))
thread = threading.Thread(target=run)
thread.start(); thread.join()`,
  ),
  tree(
    'P4 a grandchild clones a sibling of the child',
    python`
def body(index): tried(clone, 0x8011, lambda: time.sleep(60))
brood(3, lambda index: brood(2, body) and time.sleep(0.05))
time.sleep(0.2)`,
  ),
  tree('P4 fifty siblings die at once', 'for _ in range(50): tried(clone, 0x8011, lambda: os._exit(0))'),
  tree(
    'P4 a sibling outlives the program',
    'tried(clone, 0x8011, lambda: time.sleep(60)); sys.stdout.flush(); os.kill(os.getpid(), 9)',
    { statuses: ['signal'] },
  ),
]
