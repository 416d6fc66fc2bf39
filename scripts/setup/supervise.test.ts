import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SupervisorFile } from '#lib/domain/supervisor-state.ts'
import { readSupervisor } from '#lib/http/read-supervisor.ts'
import { pidFile } from '#lib/processes/signs-of-life.mjs'
import { takeLock } from '#scripts/setup/lock.mjs'
import { livePid, readSupervisorState, startProcess, stopProcess } from '#scripts/setup/processes.mjs'

const FIXTURE = join(import.meta.dirname, 'supervise.fixture.mjs')
const home = mkdtempSync(join(tmpdir(), 'sandmle-supervise-'))
const soon = { timeout: 25_000, interval: 50 }
const pid = (name: string): number | null => livePid(home, name)
const kill = (name: string, signal: NodeJS.Signals = 'SIGKILL') => {
  const victim = pid(name)
  if (victim === null) throw new Error(`${name} does not live`)
  process.kill(victim, signal)
  return victim
}
const startSupervisor = (name = 'supervisor') => startProcess(home, name, [FIXTURE, home], process.env)
const bothLive = () => pid('web') !== null && pid('worker') !== null

afterAll(async () => {
  for (const name of ['supervisor', 'second', 'web', 'worker']) await stopProcess(home, name)
  rmSync(home, { recursive: true, force: true })
})

test('starts what does not run', async () => {
  startSupervisor()
  await expect.poll(bothLive, soon).toBe(true)
})

test.each(['web', 'worker'])(
  'a killed %s is alive again within seconds, and the state says why',
  async (name) => {
    const old = kill(name)
    await expect.poll(() => pid(name) !== null && pid(name) !== old, soon).toBe(true)
    const isTold = async () =>
      (await readSupervisor(home)).parts.find(
        (part) => part.name === name && part.state === 'up' && part.restarts > 0,
      )
    await expect.poll(isTold, soon).toMatchObject({ reason: 'was ended by SIGKILL' })
    expect((await readSupervisor(home)).status).toBe('ok')
    SupervisorFile.parse(readSupervisorState(home))
  },
)

test('one that no longer moves is ended, started again, and the state says why', {
  timeout: 240_000,
}, async () => {
  // It gives signs, and the supervisor has time to see two: who never did is not judged.
  const sign = () => statSync(pidFile(home, 'worker')).mtimeMs
  for (let seen = 0; seen < 3; seen++) {
    const last = sign()
    await expect.poll(sign, soon).not.toBe(last)
  }
  const old = kill('worker', 'SIGSTOP')
  const isTold = async () => (await readSupervisor(home)).parts.find(({ name }) => name === 'worker')?.reason
  await expect.poll(isTold, { timeout: 120_000 }).toBe('did not move for 30 s and was ended')
  await expect.poll(() => pid('worker') !== null && pid('worker') !== old, soon).toBe(true)
})

test('a second supervisor ends at once and starts nothing', async () => {
  const before = [pid('web'), pid('worker')]
  startSupervisor('second')
  await expect.poll(() => pid('second'), soon).toBeNull()
  expect([pid('web'), pid('worker')]).toEqual(before)
  expect(await takeLock(home, 'supervisor')).toBeNull()
})

test('a terminal that closes ends nothing', async () => {
  const before = pid('supervisor')
  kill('supervisor', 'SIGHUP')
  const old = kill('web')
  await expect.poll(() => pid('web') !== null && pid('web') !== old, soon).toBe(true)
  expect(pid('supervisor')).toBe(before)
})

test('a killed supervisor is told to be gone, leaves what it watched alive, and the next one takes that over', async () => {
  const before = [pid('web'), pid('worker')]
  kill('supervisor')
  await expect.poll(async () => (await readSupervisor(home)).status, soon).toBe('gone')
  expect([pid('web'), pid('worker')]).toEqual(before)
  startSupervisor()
  await expect.poll(async () => (await readSupervisor(home)).status, soon).toBe('ok')
  expect([pid('web'), pid('worker')]).toEqual(before)
  const old = kill('worker')
  await expect.poll(() => pid('worker') !== null && pid('worker') !== old, soon).toBe(true)
})

test('one that is told to end leaves what it watched to whoever ends that', async () => {
  // What the test before killed comes back first; afterwards nobody is there who would start it again.
  await expect.poll(bothLive, soon).toBe(true)
  expect(await stopProcess(home, 'supervisor')).toBe(true)
  await expect.poll(bothLive, soon).toBe(true)
})
