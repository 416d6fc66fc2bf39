import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { type Hostile, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { CLONE_WORDS } from '#lib/sandbox/hostile-clone.fixture.ts'
import { NUMBERS } from '#lib/sandbox/hostile-kernel.fixture.ts'
import { HOARDERS } from '#lib/sandbox/hostile-memory.fixture.ts'
import { SUPERVISOR } from '#lib/sandbox/hostile-supervisor.fixture.ts'
import { PROCESS_TREE } from '#lib/sandbox/hostile-tree.fixture.ts'
import { OBJECT_PAIRS } from '#lib/sandbox/neighbour-objects.fixture.ts'
import { SOCKET_PAIRS } from '#lib/sandbox/neighbour-sockets.fixture.ts'
import { asUser, removeHomes, USER } from '#lib/sandbox/ordinary-user.fixture.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
const FIXTURE = 'hold-all.fixture.ts'
const TIMEOUT = { timeout: 400_000 }
const HELD = { open: {}, honest: '42\n', health: { state: 'serving' } }

const BACKENDS = ['warm', 'cold'] as const
/** Names of the attacks that were held, whichever cells they met. */
const tried = { root: new Set<string>(), user: new Set<string>() }

afterEach(removeHomes)

describe.each(BACKENDS)('%s cells', (backend) => {
  test('hold without budgets of the kernel', TIMEOUT, async () => {
    const words = [`lib/sandbox/${FIXTURE}`, 'python', PYTHON, `weaker-${backend}`, backend, 'budgets']
    const { stdout } = await run(process.execPath, words, { maxBuffer: 1 << 24 })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject(HELD)
    expect(report.weaker).toContain('kernel-budgets')
    for (const name of report.tried) tried.root.add(name)
  })

  test('hold for an ordinary user', TIMEOUT, async () => {
    const report = await asUser(FIXTURE, [backend])
    expect(report).toMatchObject({ ...HELD, uid: USER })
    expect(report.weaker).toContain('kernel-budgets')
    expect(report.pairs).toBe([...SOCKET_PAIRS, ...OBJECT_PAIRS].filter(runsHere(backend)).length)
    for (const name of report.tried) tried.user.add(name)
  })
})

test('each attack was tried in one kind of cell or the other', () => {
  const namesOf = (attacks: readonly Hostile[]) =>
    attacks.filter(({ machine }) => (machine ?? process.arch) === process.arch).map(({ name }) => name)
  const ofBudgets = namesOf([...CLONE_WORDS, ...PROCESS_TREE, ...SUPERVISOR, ...HOARDERS])
  expect(ofBudgets.filter((name) => !tried.root.has(name))).toEqual([])
  expect([...ofBudgets, ...namesOf(NUMBERS)].filter((name) => !tried.user.has(name))).toEqual([])
})
