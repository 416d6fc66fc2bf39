import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programJob } from '#lib/sandbox/cage.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'
import { daemons, descendants } from '#lib/sandbox/process-tree.fixture.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
/** Every few seconds a canary, its patience, and a machine that does other things too. */
const NOTICED_MS = 25_000

let sandbox: OpenedSandbox
const logged: string[] = []
beforeAll(async () => {
  sandbox = await openSandbox({
    pythonDir: 'python',
    interpreter: PYTHON,
    homeDir: join(tmpdir(), 'sandmle-pool-test'),
    pool: 1,
    log: (line) => logged.push(line),
  })
  expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend: 'warm' })
}, 60_000)
afterAll(() => sandbox.close())

const serves = async () =>
  expect(await sandbox.run(programJob('print(6 * 7)'))).toMatchObject({ status: 'ok', stdout: '42\n' })

/** All processes of the warm host that a name of `daemons` stands for. */
function frozen(name: 'manager' | 'forkers'): number[] {
  const { manager, forker } = daemons(sandbox.hostPid() ?? 0)
  if (name === 'manager') return [manager]
  return descendants(forker)
    .filter(({ parent }) => parent === forker)
    .map(({ pid }) => pid)
}

test.each(['manager', 'forkers'] as const)(
  'a host whose %s no longer move is noticed, named and replaced by itself',
  { timeout: 120_000 },
  async (name) => {
    await serves()
    expect(sandbox.health()).toMatchObject({ state: 'serving', reason: null })
    const before = sandbox.hostPid()
    for (const pid of frozen(name)) process.kill(pid, 'SIGSTOP')
    // Cells that are already waiting still serve; take them away.
    await Promise.all(
      [1, 2, 3, 4].map(() => sandbox.run(programJob('print(1)', { limits: { wallMs: 2_000 } }))),
    )
    const begin = performance.now()
    while (sandbox.hostPid() === before && performance.now() - begin < NOTICED_MS * 2) await sleep(50)
    expect(performance.now() - begin).toBeLessThan(NOTICED_MS)
    expect(logged.at(-1)).toContain('no cell answered a trivial job')
    await serves()
    const lastFault = expect.stringContaining('no cell answered')
    expect(sandbox.health()).toEqual({ state: 'serving', reason: null, lastFault })
  },
)

test('a full pool is not a stuck one', { timeout: 60_000 }, async () => {
  const before = sandbox.hostPid()
  const busy = programJob('import time; time.sleep(12)', { limits: { wallMs: 20_000 } })
  const [result] = await Promise.all([sandbox.run(busy), sandbox.run(programJob('print(2)'))])
  expect(result.status).toBe('ok')
  expect(sandbox.hostPid()).toBe(before)
})

test('a cell whose supervisor no longer moves is ended from outside', { timeout: 90_000 }, async () => {
  await serves()
  const running = sandbox.run(programJob('import time; time.sleep(60)', { limits: { wallMs: 1_000 } }))
  await sleep(300)
  const { manager, forker } = daemons(sandbox.hostPid() ?? 0)
  const supervisors = () =>
    descendants(manager).filter(({ parent, pid }) => parent === manager && pid !== forker)
  const stopped = supervisors().map(({ pid }) => pid)
  for (const pid of stopped) process.kill(pid, 'SIGSTOP')
  expect((await running).status).toBe('infra')
  const gone = async () => !supervisors().some(({ pid }) => stopped.includes(pid))
  for (let tries = 0; tries < 400 && !(await gone()); tries++) await sleep(100)
  await serves()
})
