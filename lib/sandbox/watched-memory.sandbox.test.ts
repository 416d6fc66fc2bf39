import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BLAMED, hostileJob, python } from '#lib/sandbox/hostile.fixture.ts'
import { HOARDERS } from '#lib/sandbox/hostile-memory.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
const READERS = 4
const ROUNDS = 6

/** Looks without pause at the memory of what the kernel would end first below a process: the programs of its cells. */
const READER = python`
import os, sys
def parents():
    for name in filter(str.isdigit, os.listdir('/proc')):
        try: yield int(name), int(open(f'/proc/{name}/stat').read().rpartition(')')[2].split()[1])
        except OSError: pass
while True:
    family, below = dict(parents()), {int(sys.argv[1])}
    while more := {pid for pid, parent in family.items() if parent in below} - below: below |= more
    for pid in below:
        try:
            if int(open(f'/proc/{pid}/oom_score_adj').read()) == 1000:
                for _ in range(3): open(f'/proc/{pid}/smaps_rollup').read()
        except OSError: pass
`

let sandbox: OpenedSandbox
const logged: string[] = []
const readers: ChildProcess[] = []
beforeAll(async () => {
  sandbox = await openSandbox({
    pythonDir: 'python',
    interpreter: PYTHON,
    homeDir: join(tmpdir(), 'sandmle-watched-test'),
    pool: 1,
    prefer: 'warm',
    log: (line) => logged.push(line),
  })
  expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend: 'warm' })
}, 60_000)
afterEach(() => {
  for (const reader of readers.splice(0)) reader.kill('SIGKILL')
})
afterAll(() => sandbox.close())

/** Whoever reads about a process holds its memory: it is dead, and its budget still full. */
test('a program that dies full while others look at it costs no host', { timeout: 240_000 }, async () => {
  const [hoarder] = HOARDERS
  if (!hoarder) throw new Error('no hoarder')
  const before = sandbox.hostPid()
  for (let index = 0; index < READERS; index++)
    readers.push(spawn(PYTHON, ['-c', READER, String(before)], { stdio: 'ignore' }))
  for (let round = 0; round < ROUNDS; round++) {
    const { status, stderr } = await sandbox.run(hostileJob(hoarder))
    expect(BLAMED, `${status}: ${stderr}`).toContain(status)
  }
  expect({ host: sandbox.hostPid(), logged }).toEqual({ host: before, logged: [] })
})
