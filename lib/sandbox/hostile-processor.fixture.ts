import { type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/**
 * C: the processor's account is the cell's, whoever of it burnt the time. Every program here burns BURN_S seconds
 * where its main process does not, and tells when it is over.
 */
export const BURN_S = 0.6

const account = (name: string, source: string, more: Partial<Hostile> = {}): Hostile =>
  hostile(`C1 ${name}`, `BURN = ${BURN_S}\n${source}`, { limits: { wallMs: 30_000, cpuS: 60 }, ...more })

/** Waits until every writer of a pipe is gone: no wait(2), which would count the child's time as ours. */
const WAIT = python`
read, write = os.pipe()
def over():
    os.close(write)
    while os.read(read, 1): pass
`

export const ACCOUNT: Hostile[] = [
  account(
    'double forks',
    python`
${WAIT}
for _ in range(2): double(burn, BURN / 2)
over()`,
  ),
  account(
    'sessions of their own',
    python`
${WAIT}
def body(index): os.setsid(); burn(BURN / 4)
brood(4, body)
over()`,
  ),
  account(
    'children that nobody waits for',
    python`
${WAIT}
brood(4, lambda index: burn(BURN / 4))
over()`,
  ),
  account(
    'children whose end is ignored',
    python`
${WAIT}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
brood(4, lambda index: burn(BURN / 4))
over()`,
  ),
  account(
    'many short children of the dead',
    python`
${WAIT}
def body():
    for _ in range(8): os.waitpid(brood(1, lambda index: burn(BURN / 16))[0], 0)
for _ in range(2): double(body)
over()`,
  ),
  account(
    'children of no exit signal',
    python`
${WAIT}
for _ in range(2):
    if tried(clone, 0, lambda: burn(BURN / 2)) is None: burn(BURN / 2)
over()`,
    { machine: 'x64' },
  ),
  account(
    'siblings of the program',
    python`
${WAIT}
for _ in range(2):
    if tried(clone, 0x8011, lambda: burn(BURN / 2)) is None: burn(BURN / 2)
over()`,
    { machine: 'x64' },
  ),
  account(
    'a shell',
    python`
${WAIT}
for _ in range(2):
    if os.fork() == 0:
        os.set_inheritable(write, True)
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        os.execv('/usr/bin/sh', ['sh', '-c', 'while :; do :; done'])
over()`,
  ),
  account(
    'threads',
    python`
def run():
    end = time.thread_time() + BURN / 2
    while time.thread_time() < end: pass
threads = [threading.Thread(target=run) for _ in range(2)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]`,
  ),
  account(
    'children that are killed',
    python`
${WAIT}
pids = brood(2, lambda index: burn(60))
# The processor clock of another process, as the kernel numbers it.
def spent(pid): return time.clock_gettime((~pid << 3) | 2)
while sum(spent(pid) for pid in pids) < BURN: time.sleep(0.02)`,
  ),
]

const spender = (name: string, source: string): Hostile =>
  hostile(`C2 ${name}`, source, { statuses: ['cpu'], limits: { cpuS: 1, wallMs: 25_000 } })

/** The budget is the cell's: what each process alone may spend is no way around it. */
export const BUDGET: Hostile[] = [
  spender('four double forks', 'for _ in range(4): double(burn, 600)\ntime.sleep(60)'),
  spender(
    'many processes that each stay below it',
    'for _ in range(400): os.waitpid(brood(1, lambda index: burn(0.2))[0], 0)',
  ),
  spender(
    'a relay of the dead',
    python`
def relay():
    burn(0.3)
    if os.fork(): os._exit(0)
    relay()
double(relay)
time.sleep(60)`,
  ),
  spender('sessions', 'brood(8, lambda index: (os.setsid(), burn(600)))\ntime.sleep(60)'),
]

/** An honest program of about half a second, as its wall time in milliseconds. */
export const HONEST_WORK = python`
import time
begin = time.monotonic()
import numpy
from sklearn.linear_model import LogisticRegression
features = numpy.random.RandomState(0).rand(400, 20)
for _ in range(40): LogisticRegression(C=1e3, tol=1e-8, max_iter=200).fit(features, features[:, 0] > 0.5)
print(round((time.monotonic() - begin) * 1000))
`

/** What takes the machine: one process a core, and then far more in as many sessions. */
export const TWO_SPINNERS = 'brood(1, lambda index: burn(600))\nburn(600)'
export const SIXTY_SESSIONS = python`
def body(index):
    os.setsid()
    while True: pass
brood(60, body)
time.sleep(600)`
