import { type Hostile, hostile, python } from '#lib/sandbox/hostile.fixture.ts'

/**
 * S: attacks on what watches the program: pid 1 of the cell, its pipes, its clock. Whatever comes from it, it is the
 * program's own fault.
 */

const SIGINT = 2

/** Ways to make pid 1 get a signal. */
const WAYS: Record<string, string> = {
  kill: 'os.kill(1, number)',
  killpg: 'os.killpg(1, number)',
  tkill: 'call(200, 1, number)',
  tgkill: 'call(234, 1, 1, number)',
  sigqueue: 'call(129, 1, number, ctypes.create_string_buffer(struct.pack("iii", number, 0, -1), 128))',
  tgsigqueue: 'call(297, 1, 1, number, ctypes.create_string_buffer(struct.pack("iii", number, 0, -1), 128))',
  'a forged reason':
    'call(129, 1, number, ctypes.create_string_buffer(struct.pack("iii", number, 0, -6), 128))',
  pidfd: 'call(424, call(434, 1, 0), number, 0, 0)',
  'the owner of a pipe':
    '(fcntl.fcntl(r, 8, 1), fcntl.fcntl(r, 10, number), fcntl.fcntl(r, 4, 0o22000), os.write(w, b"x"), os.read(r, 1))',
  'the owner of a socket':
    '(fcntl.ioctl(a, 0x8901, struct.pack("i", 1)), fcntl.fcntl(a, 10, number), fcntl.fcntl(a, 4, 0o22000), b.send(b"x"), a.recv(1))',
  'the extended owner':
    '(fcntl.fcntl(a, 15, struct.pack("ii", 1, 1)), fcntl.fcntl(a, 10, number), fcntl.fcntl(a, 4, 0o22000), b.send(b"x"), a.recv(1))',
  'the owner of standard output':
    '(fcntl.fcntl(1, 8, 1), fcntl.fcntl(1, 10, number), fcntl.fcntl(1, 4, 0o22001), print("x", flush=True))',
  'a watched folder':
    '(fcntl.fcntl(d, 8, 1), fcntl.fcntl(d, 10, number), fcntl.fcntl(d, 1026, -0x80000000 | 0x3f), os.close(os.open("/cell/x", os.O_CREAT)))',
  'a timer': 'call(222, 1, ctypes.create_string_buffer(struct.pack("qiii", 0, number, 4, 1), 64), _slot)',
}

const signals = Object.entries(WAYS).flatMap(([name, send]): Hostile[] => {
  const setup = python`
r, w = os.pipe()
a, b = socket.socketpair()
d = os.open('/cell', os.O_RDONLY)
_libc.prctl(4, 1, 0, 0, 0)`
  return [
    hostile(
      `S1 interrupts pid 1, ${name}`,
      `${setup}\nfor number in (${SIGINT}, 15, 1, 13, 17):\n    for _ in range(3): tried(lambda: ${send})\ntime.sleep(0.15)\nprint('alive')`,
      { machine: 'x64', output: /alive/, limits: { wallMs: 4_000 } },
    ),
  ]
})

const everySignal: Hostile[] = [
  hostile(
    'S1 every signal to pid 1, a hundred times',
    python`
for _ in range(100):
    for number in range(1, 65): tried(os.kill, 1, number)
print('alive')`,
    { output: /alive/, limits: { wallMs: 4_000 } },
  ),
  hostile(
    'S1 every signal to everybody else',
    python`
for number in range(1, 65): tried(os.kill, -1, number)
for number in range(35, 65): tried(os.kill, 0, 0)
print('alive')`,
    { output: /alive/, limits: { wallMs: 4_000 } },
  ),
  hostile(
    'S1 stops pid 1 and outlives the wall limit',
    python`
while True:
    for number in (19, 20, 21, 22, 2): tried(os.kill, 1, number)`,
    { statuses: ['wall'], limits: { wallMs: 400 }, runs: 2 },
  ),
]

const RESOURCES = [
  'CPU',
  'FSIZE',
  'DATA',
  'STACK',
  'CORE',
  'RSS',
  'NPROC',
  'NOFILE',
  'MEMLOCK',
  'AS',
  'LOCKS',
  'SIGPENDING',
  'MSGQUEUE',
  'NICE',
  'RTPRIO',
  'RTTIME',
]

/** Settings of pid 1 that user code may not change, by the call that would. */
const SETTINGS: Record<string, string> = {
  processors: 'os.sched_setaffinity(1, [0])',
  'idle policy': 'os.sched_setscheduler(1, 5, os.sched_param(0))',
  'batch policy': 'os.sched_setscheduler(1, 3, os.sched_param(0))',
  'scheduling attributes':
    'call(314, 1, ctypes.create_string_buffer(struct.pack("IIQiIQQQ", 48, 5, 0, 0, 0, 0, 0, 0)), 0)',
  priority: 'os.setpriority(os.PRIO_PROCESS, 1, 19)',
  'priority by group': 'os.setpriority(os.PRIO_PGRP, os.getpgid(1), 19)',
  'input priority': 'call(251, 1, 1, 0x6000)',
  trace: 'call(101, 16, 1, 0, 0)',
  seize: 'call(101, 0x4206, 1, 0, 0)',
  memory: 'call(310, 1, ctypes.create_string_buffer(64), 1, ctypes.create_string_buffer(64), 1, 0)',
  pages: 'call(440, call(434, 1, 0), ctypes.create_string_buffer(64), 1, 21, 0)',
  descriptors: 'call(438, call(434, 1, 0), 1, 0)',
  comparison: 'call(312, os.getpid(), 1, 0, 1, 1)',
  session: 'os.setpgid(1, os.getpid())',
  'robust list': 'call(274, 1, _slot, ctypes.byref(_slot, 8))',
  'core scheduling': 'call(157, 62, 2, 1, 0, 0)',
  ...Object.fromEntries(
    ['mnt', 'pid', 'user', 'net', 'ipc', 'cgroup'].map((name) => [
      `namespace ${name}`,
      `os.open('/proc/1/ns/${name}', 0)`,
    ]),
  ),
  ...Object.fromEntries(
    [
      'oom_score_adj',
      'autogroup',
      'timerslack_ns',
      'coredump_filter',
      'clear_refs',
      'sched',
      'comm',
      'attr/current',
    ].map((name) => [`/proc/1/${name}`, `write('/proc/1/${name}', '0')`]),
  ),
  ...Object.fromEntries(
    [
      'environ',
      'maps',
      'mem',
      'mountinfo',
      'stack',
      'syscall',
      'auxv',
      'io',
      'pagemap',
      'root/etc/passwd',
      'cwd/main.py',
    ].map((name) => [`reading /proc/1/${name}`, `open('/proc/1/${name}', 'rb').read(1)`]),
  ),
}

/** Changes that must fail, each tried in a process of its own. */
export const SETTINGS_OF_PID_1: { name: string; source: string }[] = [
  ...RESOURCES.map((name, number) => ({
    name: `reading limit ${name}`,
    source: `call(302, 1, ${number}, 0, _slot)`,
  })),
  ...RESOURCES.map((name, number) => ({
    name: `limit ${name} at nothing`,
    source: `call(302, 1, ${number}, ctypes.create_string_buffer(struct.pack('QQ', 0, 0)), 0)`,
  })),
  ...Object.entries(SETTINGS).map(([name, source]) => ({ name, source })),
]

export const SUPERVISOR: Hostile[] = [...signals, ...everySignal]
