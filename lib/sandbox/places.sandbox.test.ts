import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { asUser, privateHome, removeHomes, USER } from '#lib/sandbox/ordinary-user.fixture.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

afterEach(removeHomes)

const program = {
  id: 'place',
  role: 'solve',
  program: { kind: 'file', path: 'main.py' },
  files: {
    'main.py': Buffer.from(
      'import subprocess, sys, sklearn; subprocess.run([sys.executable, "-c", "import sys; print(sys.prefix)"])',
    ),
  },
  collect: [],
} as const

describe.each(['warm', 'cold'] as const)('%s cells with everything below a private home', (prefer) => {
  test('the runtime is reachable all the same', { timeout: 90_000 }, async () => {
    const { home, python } = await privateHome()
    const pythonDir = join(home, 'checkout/python')
    const sandbox = await openSandbox({ pythonDir, interpreter: python, homeDir: home, pool: 1, prefer })
    expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend: prefer })
    const engine = { ...program, program: { kind: 'module', name: 'sandmle.sandbox.seccomp' } } as const
    expect(await sandbox.run(program)).toMatchObject({ status: 'ok', stdout: '/runtime\n' })
    expect(await sandbox.run(engine)).toMatchObject({ status: 'ok' })
    await sandbox.close()
  })

  test('also when each file is private', { timeout: 90_000 }, async () => {
    const { home, python } = await privateHome()
    await run('chmod', ['-R', 'go-rwx', home])
    const pythonDir = join(home, 'checkout/python')
    const sandbox = await openSandbox({ pythonDir, interpreter: python, homeDir: home, pool: 1, prefer })
    expect(sandbox.capabilities).toMatchObject({ kind: 'available', backend: prefer })
    expect(await sandbox.run(program)).toMatchObject({ status: 'ok' })
    await sandbox.close()
  })
})

describe('as an ordinary user', () => {
  test('programs run, with the same guarantees', { timeout: 90_000 }, async () => {
    expect(await asUser('run-once.fixture.ts')).toMatchObject({
      uid: USER,
      capabilities: { kind: 'available', backend: 'warm' },
      failed: [],
      outcome: { status: 'ok', stdout: '1000 42\n' },
    })
  })

  test('without user namespaces everything is refused, with the command that helps', {
    timeout: 90_000,
  }, async () => {
    const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --ambient-caps=-all -- "$@"'
    const wrap = ['unshare', '--user', '--map-user=1000', '--keep-caps', 'sh', '-c', forbid, 'sh']
    const report = await asUser('run-once.fixture.ts', [], wrap)
    expect(report.capabilities).toMatchObject({
      kind: 'refused',
      fix: expect.stringContaining('max_user_namespaces'),
    })
    expect(report.outcome.rejected).toContain('cannot be isolated')
  })
})

test('an interpreter without the libraries is refused by name', async () => {
  const { home } = await privateHome()
  await run(PYTHON, ['-m', 'venv', '--without-pip', join(home, 'bare')])
  const interpreter = join(home, 'bare/bin/python')
  const sandbox = await openSandbox({ pythonDir: 'python', interpreter, homeDir: home })
  expect(sandbox.capabilities).toMatchObject({ kind: 'refused', reason: expect.stringContaining('numpy') })
  await expect(sandbox.run(program)).rejects.toThrow('numpy')
})
