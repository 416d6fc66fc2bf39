import { python } from '#lib/sandbox/hostile.fixture.ts'

/** Prints everything that a cell can read of the system, each file under a line `=== path`. */
export const READ_ALL = python`
MOST = 1 << 16
def show(path):
    try:
        if os.path.islink(path): text = os.readlink(path)
        else:
            with open(path, 'rb', 0) as file: text = file.read(MOST)
    except OSError: return
    if isinstance(text, bytes): text = text.decode('utf-8', 'replace').replace('\0', '\n')
    print('===', path)
    print(text)
def names(folder):
    try: return sorted(os.listdir(folder))
    except OSError: return []
SKIP = ('kmsg', 'kcore', 'kallsyms', 'mem', 'pagemap', 'clear_refs', 'sysrq-trigger', 'smaps', 'kpagecount', 'kpageflags', 'kpagecgroup', 'slabinfo')
def tree(folder, depth):
    for name in names(folder):
        path = folder + '/' + name
        if name in SKIP: continue
        if os.path.isdir(path) and not os.path.islink(path):
            if depth: tree(path, depth - 1)
        else: show(path)
tree('/proc/self', 1)
for name in names('/proc'):
    if not name.isdigit() and name not in SKIP and not os.path.isdir('/proc/' + name): show('/proc/' + name)
tree('/proc/sys/kernel', 1)
tree('/proc/1', 1)
tree('/etc', 2)
for folder in ('/', '/dev', '/opt', '/opt/sandbox', '/run', '/var', '/home', '/root', '/sys', '/tmp', '/ctl', '/empty', '/dev/pts', '/dev/shm'):
    print('=== listing of', folder)
    print('\n'.join(names(folder)))
print('=== uname')
print(*os.uname(), sep='\n')
print('=== environment')
print(*os.environ.items(), sep='\n')
print('=== names')
print(socket.gethostname(), os.getcwd(), sys.executable, sys.path, sys.argv, sep='\n')
import pwd
print(*pwd.getpwall(), sep='\n')
print('=== sources that bytecode names')
import marshal
places = set()
for top in ['/opt', *(path for path in sys.path if path.endswith('-packages'))]:
    for folder, _, files in os.walk(top):
        for name in files:
            if not name.endswith('.pyc'): continue
            try:
                with open(folder + '/' + name, 'rb') as file: head = file.read()[16:]
                places.add('/'.join(marshal.loads(head).co_filename.split('/')[:5]))
            except (OSError, ValueError, EOFError): pass
print(*sorted(places), sep='\n')
print('=== peers')
a, b = socket.socketpair()
try: print(*struct.unpack('iii', a.getsockopt(socket.SOL_SOCKET, 17, 12)))
except OSError as error: print(error)
print('=== end')
`

export type Section = { path: string; text: string }

export function sections(stdout: string): Section[] {
  return stdout
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { path: part.slice(0, end), text: part.slice(end + 1) }
    })
}
