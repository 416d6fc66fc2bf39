import type { SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { python } from '#lib/sandbox/hostile.fixture.ts'

/**
 * H: honest programs, with the libraries and habits of people who solve tasks. Each prints `right` when it got what
 * it asked for: a wall in the way of one of these is too high.
 */
export type Honest = { name: string; source: string; limits?: Partial<SandboxLimits> }

/** Workers of loky start an interpreter and import the stack once more each. */
const STARTS_WORKERS: Partial<SandboxLimits> = { wallMs: 60_000, cpuS: 60 }

const DATA = python`
import numpy as np
rng = np.random.RandomState(0)
X, y = rng.rand(120, 5), None
y = (X[:, 0] + X[:, 1] > 1).astype(int)
`

export const HONEST: Honest[] = [
  {
    name: 'a forest in two threads',
    source: python`${DATA}
from sklearn.ensemble import RandomForestClassifier
model = RandomForestClassifier(20, n_jobs=2, random_state=0).fit(X, y)
print('right' if model.score(X, y) > 0.9 else model.score(X, y))`,
  },
  {
    name: 'cross-validation in two processes',
    source: python`${DATA}
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
scores = cross_val_score(LogisticRegression(), X, y, cv=3, n_jobs=2)
print('right' if scores.mean() > 0.7 else scores)`,
    limits: STARTS_WORKERS,
  },
  ...['threading', 'multiprocessing'].map((backend) => ({
    name: `joblib, ${backend}`,
    source: python`
from joblib import Parallel, delayed
import math, warnings
# Where workers cannot be started, joblib says so and uses threads.
warnings.simplefilter('ignore')
print('right' if Parallel(n_jobs=2, backend='${backend}')(delayed(math.sqrt)(i * i) for i in range(9)) == list(range(9)) else 'wrong')`,
    limits: STARTS_WORKERS,
  })),
  {
    name: 'joblib, arrays mapped into memory',
    source: python`
import joblib, numpy as np
joblib.dump(np.arange(200000), '/tmp/a.joblib')
mapped = joblib.load('/tmp/a.joblib', mmap_mode='r')
print('right' if int(mapped.sum()) == 19999900000 else mapped.sum())`,
  },
  {
    name: 'joblib, a cache on disk',
    source: python`
import joblib
memory = joblib.Memory('/tmp/cache', verbose=0)
@memory.cache
def f(x): return x * 2
print('right' if f(4) + f(4) == 16 else 'wrong')`,
  },
  {
    name: 'gradient boosting, which asks for threads',
    source: python`${DATA}
from sklearn.ensemble import HistGradientBoostingClassifier
print('right' if HistGradientBoostingClassifier(max_iter=5).fit(X, y).score(X, y) > 0.5 else 'wrong')`,
  },
  {
    name: 'linear algebra in two threads',
    source: python`
import numpy as np
from threadpoolctl import threadpool_limits
with threadpool_limits(2):
    a = np.random.RandomState(0).rand(300, 300)
    print('right' if np.allclose(np.linalg.inv(a) @ a, np.eye(300), atol=1e-6) else 'wrong')`,
  },
  {
    name: 'tables there and back',
    source: python`
import io, pandas as pd
table = pd.DataFrame({'a': range(50), 'when': pd.date_range('2024-01-01', periods=50, tz='Europe/Berlin')})
table.to_csv('t.csv', index=False)
again = pd.read_csv('t.csv', parse_dates=['when'])
print('right' if len(again.merge(table[['a']], on='a')) == 50 and table.groupby(table.a % 3).a.sum().sum() == 1225 else 'wrong')`,
  },
  {
    name: 'optimisation and signals of scipy',
    source: python`
from scipy import optimize, signal, sparse, stats
import numpy as np
root = optimize.brentq(lambda x: x * x - 2, 0, 2)
smooth = signal.savgol_filter(np.arange(20.0), 5, 2)
print('right' if abs(root - 2 ** 0.5) < 1e-9 and smooth.shape == (20,) and sparse.eye(4).sum() == 4 and stats.norm.cdf(0) == 0.5 else 'wrong')`,
  },
  {
    name: 'a picture',
    source: python`
from PIL import Image, ImageFilter
Image.new('RGB', (64, 48), (200, 10, 10)).filter(ImageFilter.BLUR).save('p.png')
print('right' if Image.open('p.png').size == (64, 48) else 'wrong')`,
  },
  {
    name: 'a pool of processes, a queue, a lock, an event',
    source: python`
import multiprocessing as mp
def work(args):
    lock_free, x = args
    return x * x
def put(queue, lock, event):
    with lock: queue.put('x')
    event.set()
if __name__ == '__main__':
    context = mp.get_context('fork')
    with context.Pool(2) as pool: squares = pool.map(work, [(True, n) for n in range(6)])
    queue, lock, event, value = context.Queue(), context.Lock(), context.Event(), context.Value('i', 3)
    child = context.Process(target=put, args=(queue, lock, event)); child.start()
    got = queue.get(timeout=20); child.join()
    read, write = context.Pipe(); write.send({'a': 1})
    print('right' if squares == [0, 1, 4, 9, 16, 25] and got == 'x' and event.is_set() and read.recv() == {'a': 1} else 'wrong')`,
    limits: STARTS_WORKERS,
  },
  {
    name: 'executors',
    source: python`
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
import math
with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(2) as processes:
    print('right' if list(threads.map(math.sqrt, [4, 9])) == list(processes.map(math.sqrt, [4, 9])) == [2, 3] else 'wrong')`,
    limits: STARTS_WORKERS,
  },
  {
    name: 'shared memory of multiprocessing',
    source: python`
from multiprocessing import shared_memory
import numpy as np
block = shared_memory.SharedMemory(create=True, size=8000)
a = np.ndarray((1000,), dtype='f8', buffer=block.buf); a[:] = 2
total = a.sum(); del a
block.close(); block.unlink()
print('right' if total == 2000 else total)`,
  },
  {
    name: 'asyncio with tasks, timers, threads and a program',
    source: python`
import asyncio, sys
async def main():
    fast = await asyncio.wait_for(asyncio.sleep(0.01, 'a'), 5)
    thread = await asyncio.get_running_loop().run_in_executor(None, lambda: 'b')
    child = await asyncio.create_subprocess_exec('/usr/bin/sh', '-c', 'printf c; cat >/dev/null 2>&1 || read x', stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    out, _ = await child.communicate(b'x')
    return fast + thread + out.decode()
result = asyncio.run(main())
print('right' if result == 'abc' else result)`,
  },
  {
    name: 'other programs: run, pipe, time limit, environment',
    source: python`
import os, subprocess, sys
a = subprocess.run([sys.executable, '-c', 'import os; print(os.environ["A"])'], env={**os.environ, 'A': '7'}, capture_output=True, text=True)
b = subprocess.Popen(['sh', '-c', 'read x; echo $x$x'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True).communicate('q\n')[0]
try: subprocess.run(['sh', '-c', 'while :; do :; done'], timeout=0.2)
except subprocess.TimeoutExpired: late = True
c = subprocess.run('exit 3', shell=True, start_new_session=True).returncode
print('right' if (a.stdout, b, late, c) == ('7\n', 'qq\n', True, 3) else (a, b, late, c))`,
  },
  {
    name: 'temporary files and folders, copies, archives',
    source: python`
import os, shutil, tempfile, zipfile, tarfile, gzip
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile('w+', suffix='.txt') as file, tempfile.TemporaryFile() as bare:
    file.write('hello'); file.flush(); bare.write(b'x')
    shutil.copy2(file.name, folder + '/copy'); shutil.copytree(folder, folder + '-tree')
    shutil.move(folder + '-tree/copy', '/cell/moved')
    shutil.make_archive('/cell/all', 'zip', folder)
    with tarfile.open('/cell/all.tgz', 'w:gz') as tar: tar.add('/cell/moved', 'm')
    gzip.open('/cell/z.gz', 'wb').write(b'x' * 999)
    names = zipfile.ZipFile('/cell/all.zip').namelist()
    shutil.rmtree(folder + '-tree')
print('right' if 'copy' in names and open('/cell/moved').read() == 'hello' else names)`,
  },
  {
    name: 'a database in a file, from two connections',
    source: python`
import sqlite3
a, b = sqlite3.connect('d.sqlite', timeout=5), sqlite3.connect('d.sqlite', timeout=5)
a.execute('create table t(x)'); a.executemany('insert into t values(?)', [(n,) for n in range(99)]); a.commit()
first = b.execute('select sum(x) from t').fetchone()
b.execute('pragma journal_mode=wal'); b.execute('insert into t values(1)'); b.commit()
print('right' if first == (4851,) and a.execute('select count(*) from t').fetchone() == (100,) else first)`,
  },
  {
    name: 'files mapped into memory',
    source: python`
import mmap
import numpy as np
with open('m', 'w+b') as file:
    file.truncate(1 << 20)
    with mmap.mmap(file.fileno(), 0) as m: m[5:10] = b'hello'; m.flush()
array = np.memmap('m', dtype='u1', mode='r+'); array[0] = 7; array.flush()
print('right' if open('m', 'rb').read(10) == b'\x07\0\0\0\0hello' else open('m', 'rb').read(10))`,
  },
  {
    name: 'threads, locks, queues, events, a timer',
    source: python`
import queue, threading
q, done, total = queue.Queue(), threading.Event(), []
def work():
    while (n := q.get()) is not None: total.append(n)
threads = [threading.Thread(target=work) for _ in range(16)]
for t in threads: t.start()
for n in range(500): q.put(n)
for _ in threads: q.put(None)
for t in threads: t.join()
threading.Timer(0.01, done.set).start()
print('right' if sum(total) == 124750 and done.wait(10) else total)`,
  },
  {
    name: 'signals, alarms, time limits of its own',
    source: python`
import os, signal, time
hits = []
signal.signal(signal.SIGALRM, lambda *_: hits.append('alarm'))
signal.signal(signal.SIGUSR1, lambda *_: hits.append('user'))
signal.setitimer(signal.ITIMER_REAL, 0.02); time.sleep(0.1)
os.kill(os.getpid(), signal.SIGUSR1)
pid = os.fork()
if pid == 0: time.sleep(60)
os.kill(pid, signal.SIGTERM)
print('right' if hits == ['alarm', 'user'] and os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -15 else hits)`,
  },
  {
    name: 'pipes and socket pairs with selectors',
    source: python`
import os, selectors, socket
read, write = os.pipe()
a, b = socket.socketpair()
chooser = selectors.DefaultSelector()
chooser.register(read, selectors.EVENT_READ, 'pipe'); chooser.register(b, selectors.EVENT_READ, 'socket')
os.write(write, b'1'); a.sendall(b'22')
seen = {key.data for key, _ in chooser.select(5)}
a.shutdown(socket.SHUT_WR)
print('right' if seen == {'pipe', 'socket'} and b.recv(9) == b'22' and b.recv(9) == b'' else seen)`,
  },
  {
    name: 'clocks, dates, time zones, places',
    source: python`
import calendar, datetime, locale, time, zoneinfo
locale.setlocale(locale.LC_ALL, '')
now = datetime.datetime.now(datetime.timezone.utc)
ok = abs(now.timestamp() - time.time()) < 5 and time.perf_counter() > 0 and time.process_time() > 0 and time.thread_time() > 0
print('right' if ok and calendar.isleap(2024) and time.strftime('%Z') == 'UTC' and locale.getpreferredencoding().upper() == 'UTF-8' else now)`,
  },
  {
    name: 'who and where am I',
    source: python`
import getpass, os, platform, pwd, socket, sys, tempfile
facts = (pwd.getpwuid(os.getuid()).pw_name, platform.system(), tempfile.gettempdir(), os.path.expanduser('~'), sys.platform)
os.environ['USER'] = 'me'
print('right' if facts[1:3] == ('Linux', '/tmp') and getpass.getuser() == 'me' and os.cpu_count() >= 1 and len(os.sched_getaffinity(0)) >= 1 and socket.gethostname() else facts)`,
  },
  {
    name: 'random numbers, hashes, identifiers',
    source: python`
import hashlib, random, secrets, uuid, os
import numpy as np
random.seed(1); first = random.random(); random.seed(1)
print('right' if random.random() == first and len(secrets.token_bytes(9)) == 9 and len(os.urandom(5)) == 5 and uuid.uuid4() != uuid.uuid4() and hashlib.sha256(b'').hexdigest()[:4] == 'e3b0' and np.random.default_rng(3).integers(9) >= 0 else 'wrong')`,
  },
  {
    name: 'csv, json, pickle, text of the world',
    source: python`
import csv, json, pickle
text = 'é漢字🙂'
with open('ü.csv', 'w', newline='', encoding='utf-8') as f: csv.writer(f).writerows([[1, text], [2, 'a,b']])
rows = list(csv.reader(open('ü.csv', encoding='utf-8')))
print('right' if rows == [['1', text], ['2', 'a,b']] and json.loads(json.dumps(text)) == text and pickle.loads(pickle.dumps(rows)) == rows else rows)`,
  },
  {
    name: 'folders, links, times, rights of its own files',
    source: python`
import os, pathlib, stat
root = pathlib.Path('a/b'); root.mkdir(parents=True)
(root / 'f').write_text('x'); os.link('a/b/f', 'a/h'); os.symlink('b/f', 'a/s'); os.utime('a/h', (1e9, 1e9)); os.chmod('a/h', 0o640)
os.rename('a/s', 'a/t'); fd = os.open('a/h', os.O_RDWR | os.O_APPEND); os.write(fd, b'y'); os.fsync(fd); os.ftruncate(fd, 1); os.posix_fallocate(fd, 0, 4096); os.close(fd)
facts = os.stat('a/h')
print('right' if facts.st_nlink == 2 and stat.S_IMODE(facts.st_mode) == 0o640 and os.readlink('a/t') == 'b/f' and sorted(p.name for p in pathlib.Path('a').rglob('*')) == ['b', 'f', 'h', 't'] else facts)`,
  },
  {
    name: 'memory of a usual size, and its measure',
    source: python`
import resource, numpy as np
a = np.ones((4000, 4000)); b = a @ a[:, :200]
usage = resource.getrusage(resource.RUSAGE_SELF)
print('right' if b.sum() == 4000 * 4000 * 200 and usage.ru_maxrss > 100000 else usage)`,
  },
  {
    name: 'processes that are spawned, not forked',
    source: python`
import multiprocessing
def double(value): return value * 2
if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    with multiprocessing.Pool(2) as pool: found = pool.map(double, [1, 2, 3])
    print('right' if found == [2, 4, 6] else found)`,
  },
  {
    name: 'a database with a write-ahead log',
    source: python`
import sqlite3
first, second = (sqlite3.connect('wal.db') for _ in range(2))
mode = first.execute('pragma journal_mode=wal').fetchone()[0]
first.execute('create table t (x)'); first.execute('insert into t values (7)'); first.commit()
found = second.execute('select x from t').fetchall()
print('right' if (mode, found) == ('wal', [(7,)]) else (mode, found))`,
  },
]
