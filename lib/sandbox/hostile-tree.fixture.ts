import { BLAMED, type Hostile, python } from '#lib/sandbox/hostile.fixture.ts'
import { stuck, tree } from '#lib/sandbox/hostile-clone.fixture.ts'

export const PROCESS_TREE: Hostile[] = [
  tree('P5 sixty double forks', 'for _ in range(50): tried(double, time.sleep, 60)'),
  tree(
    'P5 orphans that ignore every signal',
    python`
def body():
    for number in range(1, 65): tried(signal.signal, number, signal.SIG_IGN)
    while True: time.sleep(60)
for _ in range(8): double(body)`,
  ),
  tree('P5 fifty zombies', 'brood(50, lambda index: None); time.sleep(0.1)'),
  stuck('P5 fifty zombies and a sleeper', 'brood(50, lambda index: None); time.sleep(60)', {
    statuses: ['wall'],
  }),
  tree(
    'P5 orphans die in a storm',
    python`
end = time.monotonic() + 0.4
while time.monotonic() < end: tried(double, int)`,
    { runs: 2 },
  ),
  tree('P5 forty sessions', 'brood(40, lambda index: (os.setsid(), time.sleep(60))); time.sleep(0.1)'),
  stuck(
    'P6 vfork that never returns',
    python`
if _libc.syscall(ctypes.c_long(58)) == 0:
    while True: time.sleep(60)`,
    { statuses: ['wall'] },
  ),
  stuck('P6 waits for a sleeping vfork child', 'clone(0x4011, lambda: time.sleep(60))', {
    statuses: ['wall', 'nonzero'],
  }),
  stuck(
    'P6 a chain of vforks',
    python`
def link(depth):
    if depth: clone(0x4011, lambda: link(depth - 1))
    time.sleep(60)
link(12)`,
    { statuses: ['wall', 'nonzero'] },
  ),
  tree(
    'P6 the program dies while a vfork child lives',
    python`
parent = os.getpid()
def body():
    os.kill(parent, 9)
    time.sleep(60)
clone(0x4011, body)`,
    { statuses: ['signal', 'nonzero'] },
  ),
  tree(
    'P7 makes itself the reaper and never reaps',
    python`
_libc.prctl(36, 1, 0, 0, 0)
for _ in range(20): double(int)
for _ in range(5): double(time.sleep, 60)`,
  ),
  tree(
    'P7 refuses to die with its parent',
    python`
def body(index):
    _libc.prctl(1, 0, 0, 0, 0)
    time.sleep(60)
brood(5, body)`,
  ),
  stuck(
    'P8 the main thread leaves, another stays',
    python`
threading.Thread(target=time.sleep, args=(60,)).start()
call(60, 0)`,
    { statuses: ['wall'] },
  ),
  tree(
    'P8 the main thread leaves, another ends the program',
    python`
def run():
    time.sleep(0.1)
    os._exit(0)
threading.Thread(target=run).start()
call(60, 3)`,
  ),
  tree(
    'P8 a thread becomes another program',
    python`
threading.Thread(target=lambda: os.execv('/usr/bin/sh', ['sh', '-c', 'echo other'])).start()
time.sleep(5)`,
    { output: /other/ },
  ),
  tree(
    'P9 a shell leaves workers behind',
    `os.execv('/usr/bin/sh', ['sh', '-c', 'for i in 1 2 3; do (while :; do :; done) & done; exit 0'])`,
  ),
  tree(
    'P9 stopped orphans',
    python`
def body(index):
    os.setpgid(0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
brood(12, body)
time.sleep(0.05)`,
  ),
  tree(
    'P9 processes that replace each other',
    python`
def relay():
    while True:
        if tried(os.fork): os._exit(0)
for _ in range(3): tried(double, relay)
time.sleep(0.2)`,
  ),
  stuck(
    'P9 the program itself is a relay',
    python`
for _ in range(2): tried(double, lambda: [tried(os.fork) and os._exit(0) for _ in iter(int, 1)])
time.sleep(60)`,
    { statuses: ['wall'] },
  ),
  tree(
    'P9 a family that kills everybody else again and again',
    python`
def body():
    while True:
        tried(os.kill, -1, signal.SIGKILL); tried(os.fork)
double(body)
time.sleep(0.3)`,
    { statuses: ['ok', 'signal'] },
  ),
  tree(
    'P9 traced by its own parent',
    python`
def body(index):
    tried(call, 101, 0, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
brood(3, body)
time.sleep(0.1)`,
  ),
  tree(
    'P9 waits for whatever it can name',
    python`
for kind in (0, 1, 2):
    for number in (0, 1, 2, os.getppid()): tried(os.waitid, kind, number, os.WEXITED | os.WNOHANG)
for pid in (-1, 0, 1, -os.getpgrp()): tried(os.waitpid, pid, os.WNOHANG | 0x40000000)`,
  ),
  tree(
    'P9 arguments of a megabyte, then none',
    python`
tried(os.execv, '/usr/bin/sh', ['sh', '-c', 'x' * (1 << 20)])
os.execv('/usr/bin/sh', ['sh', '-c', 'exit 0'])`,
  ),
  stuck(
    'P9 becomes itself again and again',
    python`
if len(sys.argv) < 2: pass
os.environ['N'] = '1'
os.execv('/usr/bin/sh', ['sh', '-c', 'exec /usr/bin/sh -c "while :; do ( : ) ; done"'])`,
    {
      statuses: BLAMED.filter((status) => status !== 'ok'),
    },
  ),
]
