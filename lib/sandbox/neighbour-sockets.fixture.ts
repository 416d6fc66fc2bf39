import { python } from '#lib/sandbox/hostile.fixture.ts'
import type { Pair } from '#lib/sandbox/neighbours.fixture.ts'

/** Unix sockets without socket(2): every way from an end of a socket pair to a name, by every call that takes one. */

const ABSTRACT = python`
name = b'\0' + TOKEN.encode()
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
def give(fd): return a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('i', fd))], 0, name)
`

const HEAR = python`
a.setblocking(False)
tried(a.bind, name)
`

/** connect(2) with AF_UNSPEC dissolves the pair, so that everybody may send. */
const DISSOLVE = python`
address = struct.pack('H14x', 0)
tried(call, 42, a.fileno(), ctypes.c_char_p(address), 16)
`

const ADDRESS = python`
raw = struct.pack('H', 1) + name
buffer = ctypes.create_string_buffer(raw, len(raw))
`

const MESSAGE = python`
text = ctypes.create_string_buffer(TOKEN.encode())
vector = ctypes.create_string_buffer(struct.pack('QQ', ctypes.addressof(text), len(TOKEN)))
header = struct.pack('QIIQQQQII', ctypes.addressof(buffer), len(raw), 0, ctypes.addressof(vector), 1, 0, 0, 0, 0)
message = ctypes.create_string_buffer(header + bytes(64))
`

const receiveBytes = 'look(lambda: a.recv(99))'

const datagram = (name: string, send: string, receive = receiveBytes): Pair => ({
  name: `N1 datagram, ${name}`,
  machine: 'x64',
  sender: `${ABSTRACT}\n${ADDRESS}\n${MESSAGE}\nfor _ in range(8):\n    tried(lambda: ${send})\n    time.sleep(0.08)`,
  receiver: `${ABSTRACT}\n${HEAR}\n${DISSOLVE}\n${receive}`,
})

const named = (kind: string, where: string): Pair => ({
  name: `N1 ${kind} named ${where}`,
  sender: python`
a, b = socket.socketpair(socket.AF_UNIX, socket.${kind})
name = ${where}
for _ in range(8):
    tried(a.sendto, TOKEN.encode(), name); tried(a.connect, name); tried(a.send, TOKEN.encode())
    time.sleep(0.08)`,
  receiver: python`
a, b = socket.socketpair(socket.AF_UNIX, socket.${kind})
b.close()
name = ${where}
a.setblocking(False)
tried(call, 42, a.fileno(), ctypes.c_char_p(struct.pack('H14x', 0)), 16)
tried(a.shutdown, 2)
tried(a.bind, name)
tried(a.listen, 8)
look(lambda: tried(lambda: a.accept()[0].recv(99)) or tried(a.recv, 99))`,
})

export const SOCKET_PAIRS: Pair[] = [
  datagram('sendto', 'a.sendto(TOKEN.encode(), name)'),
  datagram('connect and send', '(a.connect(name), a.send(TOKEN.encode()))'),
  datagram('connect and write', '(a.connect(name), os.write(a.fileno(), TOKEN.encode()))'),
  datagram('sendmsg', 'call(46, a.fileno(), message, 0)'),
  datagram('sendmmsg', 'call(307, a.fileno(), message, 1, 0)'),
  datagram('raw sendto', 'call(44, a.fileno(), text, len(TOKEN), 0, buffer, len(raw))'),
  datagram(
    'raw sendto with a high word',
    'call(44, a.fileno() | 1 << 32, text, len(TOKEN), 0, buffer, len(raw))',
  ),
  datagram(
    'recvmmsg',
    'a.sendto(TOKEN.encode(), name)',
    `${ADDRESS}\n${MESSAGE}\nlook(lambda: call(299, a.fileno(), message, 1, 0, 0))`,
  ),
  datagram('recvmsg', 'a.sendto(TOKEN.encode(), name)', 'look(lambda: a.recvmsg(99)[0])'),
  datagram('read', 'a.sendto(TOKEN.encode(), name)', 'look(lambda: os.read(a.fileno(), 99))'),
  datagram(
    'readiness alone',
    'a.sendto(TOKEN.encode(), name)',
    'look(lambda: select.select([a], [], [], 0)[0] and "readable")',
  ),
  datagram('a descriptor', 'give(os.open("/cell/main.py", 0))', 'look(lambda: socket.recv_fds(a, 99, 4)[1])'),
  datagram(
    'a descriptor of a folder',
    'give(os.open("/cell", os.O_RDONLY))',
    'look(lambda: [os.listdir("/proc/self/fd/%d" % fd) for fd in socket.recv_fds(a, 99, 4)[1]])',
  ),
  datagram(
    'a descriptor of a process',
    'give(os.pidfd_open(os.getpid()))',
    'look(lambda: socket.recv_fds(a, 99, 4)[1])',
  ),
  datagram(
    'a connected answer',
    'a.connect(name)',
    'look(lambda: tried(a.connect, name) is None and open("/proc/self/net/unix").read().count(TOKEN) > 1 and "two")',
  ),
  ...['SOCK_STREAM', 'SOCK_SEQPACKET', 'SOCK_DGRAM'].flatMap((kind) => [
    named(kind, "b'\\0' + TOKEN.encode()"),
    named(kind, "'/tmp/' + TOKEN"),
    named(kind, "'/dev/shm/' + TOKEN"),
  ]),
  named('SOCK_DGRAM', "'/proc/self/cwd/' + TOKEN"),
  named('SOCK_DGRAM', "'/dev/pts/' + TOKEN"),
  {
    name: 'N1 names in the list of sockets',
    sender: python`
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
tried(a.bind, b'\0' + TOKEN.encode())`,
    receiver: python`look(lambda: TOKEN in open('/proc/self/net/unix').read() and 'listed')`,
  },
  {
    name: 'N1 number of sockets in the list',
    sender: python`keep = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(60)]`,
    receiver: python`
def many(): return len(open('/proc/self/net/unix').readlines())
at(-0.15)
before = tried(many)
look(lambda: many() > before + 50 and many())`,
  },
  {
    name: 'N1 counters of the network stack',
    sender: python`
keep = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(60)]
for a, b in keep: tried(a.send, b'x' * 50000)`,
    receiver: python`
def used():
    words = open('/proc/self/net/sockstat').read().split()
    return int(words[2]) // 50
at(-0.15)
before = tried(used)
look(lambda: used() > before and used())`,
  },
  {
    name: 'N1 a name that was taken',
    sender: python`
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
tried(a.bind, b'\0' + TOKEN.encode())`,
    receiver: python`
def taken():
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    try: a.bind(b'\0' + TOKEN.encode())
    except OSError as error: return error.errno == errno.EADDRINUSE and 'in use'
    finally: a.close(); b.close()
at(0.3)
look(taken)`,
  },
]
