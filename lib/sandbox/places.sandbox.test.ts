import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
const isRoot = process.getuid?.() === 0
const USER = isRoot ? 61_234 : (process.getuid?.() ?? 0)

const made: string[] = []
afterEach(async () => {
  for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
})

/** A private home (mode 0700) with a checkout and an interpreter in it. */
async function privateHome(): Promise<{ home: string; python: string }> {
  const home = await mkdtemp(join(tmpdir(), 'private-home-'))
  made.push(home)
  for (const part of ['package.json', 'lib/sandbox', 'lib/domain', 'python/sandmle']) {
    await cp(part, join(home, 'checkout', part), { recursive: true })
  }
  // --copies: the program file itself lies in the private home, not only a link to a public one.
  await run(PYTHON, ['-m', 'venv', '--copies', '--without-pip', '--system-site-packages', join(home, 'venv')])
  await chmod(home, 0o700)
  return { home, python: join(home, 'venv/bin/python') }
}

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
    expect(await sandbox.run(program)).toMatchObject({ status: 'ok', stdout: `${join(home, 'venv')}\n` })
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
  /** Runs the fixture in a private home of USER; `before` wraps the command. */
  async function asUser(before: string[]) {
    const { home, python } = await privateHome()
    await cp(process.execPath, join(home, 'node'))
    await mkdir(join(home, 'tmp'))
    if (isRoot) {
      await run('chown', ['-R', `${USER}:${USER}`, home])
      await chown(home, USER, USER)
    }
    const become = isRoot ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--'] : []
    const checkout = join(home, 'checkout')
    const fixture = [
      join(checkout, 'lib/sandbox/run-once.fixture.ts'),
      join(checkout, 'python'),
      python,
      home,
    ]
    const [command = '', ...args] = [...become, ...before, join(home, 'node'), ...fixture]
    const env = bareEnvironment({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home })
    const { stdout } = await run(command, args, { cwd: checkout, env })
    return JSON.parse(stdout)
  }

  test('programs run, with the same guarantees', { timeout: 90_000 }, async () => {
    expect(await asUser([])).toMatchObject({
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
    const report = await asUser(wrap)
    expect(report.capabilities).toMatchObject({
      kind: 'refused',
      fix: expect.stringContaining('max_user_namespaces'),
    })
    expect(report.outcome.rejected).toContain('cannot be isolated')
  })
})

test('an interpreter without the libraries is refused by name', async () => {
  const home = await mkdtemp(join(tmpdir(), 'bare-python-'))
  made.push(home)
  await run(PYTHON, ['-m', 'venv', '--without-pip', join(home, 'venv')])
  const interpreter = join(home, 'venv/bin/python')
  const sandbox = await openSandbox({ pythonDir: 'python', interpreter, homeDir: home })
  expect(sandbox.capabilities).toMatchObject({ kind: 'refused', reason: expect.stringContaining('numpy') })
  await expect(sandbox.run(program)).rejects.toThrow('numpy')
})
