import { randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxJob } from '#lib/domain/ports/sandbox.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'
import { daemons, descendants } from '#lib/sandbox/process-tree.fixture.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

const program = (source: string, more: Partial<SandboxJob> = {}): SandboxJob => ({
  id: 'test',
  role: 'solve',
  program: { kind: 'file', path: 'main.py' },
  collect: [],
  ...more,
  files: { 'main.py': Buffer.from(source), ...more.files },
})

let sandbox: OpenedSandbox
const logged: string[] = []
beforeAll(async () => {
  sandbox = await openSandbox({
    pythonDir: 'python',
    interpreter: PYTHON,
    homeDir: join(tmpdir(), 'sandmle-host-test'),
    pool: 2,
    recycleJobs: 12,
    log: (line) => logged.push(line),
  })
  expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend: 'warm' })
}, 60_000)
afterAll(() => sandbox.close())

describe('a daemon dies in the middle of a job', () => {
  test.each(['bwrap', 'manager', 'forker'] as const)(
    '%s: infra at once, then recovery',
    { timeout: 30_000 },
    async (name) => {
      // Warm again after the last kill; the job also proves that recovery was complete.
      expect((await sandbox.run(program('print(1)'))).status).toBe('ok')
      const before = sandbox.hostPid() ?? 0
      const running = sandbox.run(program('import time; time.sleep(20)', { limits: { wallMs: 25_000 } }))
      await sleep(250)
      const below = descendants(before).map(({ pid }) => pid)
      const begin = performance.now()
      process.kill(daemons(before)[name], 'SIGKILL')
      expect(await running).toMatchObject({ status: 'infra', code: null })
      expect(performance.now() - begin).toBeLessThan(1_500)

      const after = await sandbox.run(program('print(6 * 7)'))
      expect(after).toMatchObject({ status: 'ok', stdout: '42\n' })
      expect(sandbox.hostPid()).not.toBe(before)
      const left = below.filter((pid) => descendants(1).some((other) => other.pid === pid))
      expect(left).toEqual([])
    },
  )
})

test('an abort kills the program and rejects', { timeout: 20_000 }, async () => {
  const control = new AbortController()
  const job = program('import time; time.sleep(15)')
  const running = sandbox.run(job, control.signal)
  await sleep(200)
  control.abort(new Error('changed my mind'))
  await expect(running).rejects.toThrow('changed my mind')
  await expect(sandbox.run(job, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
  await sleep(300)
  const spinning = descendants(sandbox.hostPid() ?? 0).length
  // bwrap's init, M, Z, and a forker, a J and a U for each of four waiting cells.
  expect(spinning).toBeLessThanOrEqual(15)
  expect((await sandbox.run(program('print(1)'))).status).toBe('ok')
})

test('the forker is replaced while jobs run, and none is lost', { timeout: 60_000 }, async () => {
  await sandbox.run(program('print(1)'))
  const restarts = logged.length
  const first = daemons(sandbox.hostPid() ?? 0)
  let now = first
  for (let round = 0; round < 20 && now.forker === first.forker; round++) {
    const jobs = Array.from({ length: 8 }, (_, index) => sandbox.run(program(`print(${index})`)))
    for (const [index, result] of (await Promise.all(jobs)).entries()) {
      expect(result).toMatchObject({ status: 'ok', stdout: `${index}\n` })
    }
    await sleep(200)
    now = daemons(sandbox.hostPid() ?? 0)
  }
  expect(now.manager).toBe(first.manager)
  expect(now.forker).not.toBe(first.forker)
  expect(logged.length).toBe(restarts)
})

describe('nothing of one job reaches the next', () => {
  /**
   * Reads every page of itself that it can find and counts a pattern that its own source does not contain. Without
   * /proc/self/maps it goes from what it knows to the ends of each mapping; a pipe tells what cannot be read.
   */
  const SCAN = `
import ctypes, gc, os
needle = bytes(b ^ 0x5a for b in bytes.fromhex(open('needle.hex').read()))
libc = ctypes.CDLL(None)
libc.write.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
reader, writer = os.pipe()
CHUNK = 65536
covered, hits = [], 0
def take(at, size):
    count = libc.write(writer, at, size) if at > 0 else -1
    return os.read(reader, count) if count > 0 else b''
def walk(start):
    global hits
    low = start
    while len(take(low - CHUNK, CHUNK)) == CHUNK: low -= CHUNK
    while len(take(low - 4096, 4096)) == 4096: low -= 4096
    at, tail = low, b''
    while part := take(at, CHUNK):
        at += len(part); part = tail + part
        # Whole in this part, or begun in the last one.
        hits += part.count(needle); tail = part[-(len(needle) - 1):]
    covered.append((low, at))
known = {id(thing) & -4096 for thing in gc.get_objects()} | {libc.malloc(size) & -4096 for size in (64, 1 << 12, 1 << 20)}
for start in sorted(known | {(libc.sbrk(0) & -4096) - 4096, ctypes.addressof(ctypes.c_char.in_dll(libc, 'environ')) & -4096}):
    if not any(low <= start < high for low, high in covered): walk(start)
print(hits)
`
  const masked = (secret: Buffer) =>
    Buffer.from(Buffer.from(secret.map((byte) => byte ^ 0x5a)).toString('hex'))

  test('a planted answer is in no later heap', { timeout: 60_000 }, async () => {
    const secret = Buffer.from(`answer-${randomBytes(12).toString('hex')}`)
    const evaluate = program('import csv; rows = list(csv.reader(open("answer.csv"))); print(len(rows))', {
      role: 'evaluate',
      files: { 'answer.csv': Buffer.from(`id,label\n${`1,${secret}\n`.repeat(300)}`) },
      argv: [String(secret)],
    })
    const scan = program(SCAN, { files: { 'needle.hex': masked(secret) } })
    for (let round = 0; round < 4; round++) {
      expect(await sandbox.run(evaluate)).toMatchObject({ status: 'ok', stdout: '301\n' })
    }
    for (let round = 0; round < 4; round++) {
      // The scanner finds the needle that it unmasked itself, as often as one that never existed before.
      const fresh = Buffer.from(`answer-${randomBytes(12).toString('hex')}`)
      const baseline = await sandbox.run(program(SCAN, { files: { 'needle.hex': masked(fresh) } }))
      expect(baseline.status).toBe('ok')
      expect(await sandbox.run(scan)).toMatchObject({ status: 'ok', stdout: baseline.stdout })
    }
    const control = await sandbox.run(
      program(`a = open('a').read().split(',')\n${SCAN}`, {
        files: { 'needle.hex': masked(secret), a: Buffer.from(`${secret},`.repeat(50)) },
      }),
    )
    expect(Number(control.stdout)).toBeGreaterThan(40)
  })

  test('generators are seeded by the job alone', async () => {
    const draw = program('import random, numpy; print(random.random(), numpy.random.rand())')
    const texts = await Promise.all([1, 1, 2].map((seed) => sandbox.run({ ...draw, seed })))
    expect(texts[0]?.stdout).toBe(texts[1]?.stdout)
    expect(texts[0]?.stdout).not.toBe(texts[2]?.stdout)
  })
})

test('the order of sets is the same in every host', { timeout: 30_000 }, async () => {
  const hash = program('print(hash("order"), list({"a", "b", "c", "d"}))')
  const first = await sandbox.run(hash)
  process.kill(daemons(sandbox.hostPid() ?? 0).bwrap, 'SIGKILL')
  await sleep(100)
  expect(await sandbox.run(hash)).toMatchObject({ status: 'ok', stdout: first.stdout })
})

describe('a broken frame costs one cell, never the host', () => {
  const frame = (header: unknown, tail = '') => {
    const body = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
    const length = Buffer.alloc(4)
    length.writeUInt32LE(body.byteLength)
    return Buffer.concat([length, body, Buffer.from(tail)])
  }
  const limits = {
    wallMs: 900,
    cpuS: 1,
    memoryMB: 99,
    processes: 9,
    fileMB: 9,
    diskMB: 64,
    inodes: 4096,
    outputKB: 9,
  }
  const valid = { kind: 'file', entry: 'a', argv: [], seed: 0, limits, files: [['a', 1]], collect: [] }
  const frames: [string, Buffer][] = [
    ['length 0', Buffer.alloc(4)],
    ['length of 4 GB', Buffer.from([255, 255, 255, 255])],
    ['cut header', frame(valid).subarray(0, 20)],
    ['cut file', frame({ ...valid, files: [['a', 100]] }, 'x')],
    ['not JSON', frame('{{{{')],
    ['not an object', frame([1, 2])],
    ['empty object', frame({})],
    ['parent folder', frame({ ...valid, entry: '../a', files: [['../a', 1]] }, 'x')],
    ['absolute path', frame({ ...valid, entry: '/a', files: [['/a', 1]] }, 'x')],
    ['zero byte', frame({ ...valid, entry: 'a\0', files: [['a\0', 1]] }, 'x')],
    [
      'same name twice',
      frame(
        {
          ...valid,
          files: [
            ['a', 1],
            ['a', 1],
          ],
        },
        'xx',
      ),
    ],
    [
      'file and folder',
      frame(
        {
          ...valid,
          files: [
            ['a', 1],
            ['a/b', 1],
          ],
        },
        'xx',
      ),
    ],
    ['negative size', frame({ ...valid, files: [['a', -1]] })],
    ['huge size', frame({ ...valid, files: [['a', 2 ** 40]] })],
    ['unknown kind', frame({ ...valid, kind: 'shell' }, 'x')],
    ['foreign module', frame({ ...valid, kind: 'module', entry: 'os' }, 'x')],
    ['limits missing', frame({ ...valid, limits: {} }, 'x')],
    ['collects outside', frame({ ...valid, collect: [['../etc/', 9]] }, 'x')],
  ]

  test.each(frames)('%s', { timeout: 10_000 }, async (_name, bytes) => {
    const reply = await new Promise<Buffer>((resolve, reject) => {
      const socket = createConnection(join(sandbox.staging ?? '', 'control/s'))
      const chunks: Buffer[] = []
      socket.on('data', (chunk) => chunks.push(chunk))
      // A cell that dies with unread bytes resets the connection.
      socket.once('error', (error: NodeJS.ErrnoException) => error.code !== 'ECONNRESET' && reject(error))
      socket.once('close', () => resolve(Buffer.concat(chunks)))
      socket.end(bytes)
    })
    if (reply.byteLength > 0) expect(reply.toString('utf8', 4)).toMatch(/"status": "(infra|abandoned)"/)
    expect(await sandbox.run(program('print(5)'))).toMatchObject({ status: 'ok', stdout: '5\n' })
  })
})
