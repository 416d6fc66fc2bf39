import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { asUser, removeHomes, USER } from '#lib/sandbox/ordinary-user.fixture.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
const FIXTURE = 'hold-all.fixture.ts'
const TIMEOUT = { timeout: 400_000 }
const HELD = { open: {}, honest: '42\n', health: { state: 'serving' } }

afterEach(removeHomes)

describe.each(['warm', 'cold'] as const)('%s cells', (backend) => {
  test('hold without budgets of the kernel', TIMEOUT, async () => {
    const words = [`lib/sandbox/${FIXTURE}`, 'python', PYTHON, `weaker-${backend}`, backend, 'budgets']
    const { stdout } = await run(process.execPath, words, { maxBuffer: 1 << 24 })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject(HELD)
    expect(report.weaker).toContain('kernel-budgets')
    expect(report.count).toBeGreaterThanOrEqual(process.arch === 'x64' ? 100 : 50)
  })

  test('hold for an ordinary user', TIMEOUT, async () => {
    const report = await asUser(FIXTURE, [backend])
    expect(report).toMatchObject({ ...HELD, uid: USER })
    expect(report.count).toBeGreaterThan(process.arch === 'x64' ? 150 : 80)
    expect(report.weaker).toContain('kernel-budgets')
  })
})
