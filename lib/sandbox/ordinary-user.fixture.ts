import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { isReachable } from '#lib/sandbox/readable.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'
const isRoot = process.getuid?.() === 0
/** Somebody without an account; as an ordinary user, that one. */
export const USER = isRoot ? 61_234 : (process.getuid?.() ?? 0)

const made: string[] = []
export async function removeHomes(): Promise<void> {
  for (const dir of made.splice(0)) await rm(dir, { recursive: true, force: true })
}

/** What of a checkout the sandbox is made of. */
const PARTS = [
  ...['package.json', 'lib/sandbox', 'lib/domain', 'node_modules/zod'],
  ...['python/sandmle', 'python/requirements.lock'],
]

const FOLDERS = 'import sys, sysconfig; print(sys.prefix != sys.base_prefix, sysconfig.get_path("purelib"))'

/** Gives an environment the libraries of another one: a system's come by themselves, those of PYTHON are lent or copied. */
async function lendLibraries(python: string): Promise<void> {
  const [mine, theirs] = await Promise.all([python, PYTHON].map((one) => run(one, ['-I', '-c', FOLDERS])))
  const [, own = ''] = mine?.stdout.trim().split(' ') ?? []
  const [isVenv, lent = ''] = theirs?.stdout.trim().split(' ') ?? []
  if (isVenv !== 'True') return
  if (await isReachable(lent)) await writeFile(join(own, 'lent.pth'), `${lent}\n`)
  else await cp(lent, own, { recursive: true })
}

/** A private home (mode 0700) with a checkout and an interpreter in it. */
export async function privateHome(): Promise<{ home: string; python: string }> {
  const home = await mkdtemp(join(tmpdir(), 'private-home-'))
  made.push(home)
  for (const part of PARTS) await cp(part, join(home, 'checkout', part), { recursive: true })
  // --copies: the program file itself lies in the private home, not only a link to a public one.
  await run(PYTHON, ['-m', 'venv', '--copies', '--without-pip', '--system-site-packages', join(home, 'venv')])
  const python = join(home, 'venv/bin/python')
  await lendLibraries(python)
  await chmod(home, 0o700)
  return { home, python }
}

/**
 * Runs a fixture of `lib/sandbox` as USER in a private home; its JSON. It is told the folder of the package, the
 * interpreter, the home and `words`; `before` wraps the command.
 */
export async function asUser(fixture: string, words: string[] = [], before: string[] = []) {
  const { home, python } = await privateHome()
  await cp(process.execPath, join(home, 'node'))
  await mkdir(join(home, 'tmp'))
  if (isRoot) {
    await run('chown', ['-R', `${USER}:${USER}`, home])
    await chown(home, USER, USER)
  }
  const become = isRoot ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', '--'] : []
  const checkout = join(home, 'checkout')
  const told = [join(checkout, 'lib/sandbox', fixture), join(checkout, 'python'), python, home, ...words]
  const [command = '', ...args] = [...become, ...before, join(home, 'node'), ...told]
  const env = bareEnvironment({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home })
  const { stdout } = await run(command, args, { cwd: checkout, env, maxBuffer: 1 << 24 })
  return JSON.parse(stdout)
}
