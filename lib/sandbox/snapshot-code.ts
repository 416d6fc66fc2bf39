import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { insidePath } from '#lib/sandbox/runtime-binds.ts'

const run = promisify(execFile)

/** What the interpreter reads of its virtual environment; not the command that made it, which names the checkout. */
async function venvConfiguration(venv: string): Promise<string> {
  const lines = (await readFile(join(venv, 'pyvenv.cfg'), 'utf8')).split('\n')
  return lines.filter((line) => !/^(command|prompt)\s*=/.test(line)).join('\n')
}

/** Folders of a snapshot, and where cells have them. */
export const IN_CELLS = { host: '/opt/sandbox', package: '/opt/sandmle' } as const

/** The package is a snapshot: an edit during development never changes a running host half-way. */
export async function snapshotCode(dir: string, pythonDir: string, interpreter: Interpreter): Promise<void> {
  const source = join(pythonDir, 'sandmle')
  const filter = (path: string) => !path.includes('__pycache__')
  await cp(source, join(dir, 'package/sandmle'), { recursive: true, filter })
  for (const part of ['__init__.py', 'host.py', 'sandbox']) {
    await cp(join(source, part), join(dir, 'host/sandmle', part), { recursive: true, filter })
  }
  await mkdir(join(dir, 'host/bin'))
  await writeFile(
    join(dir, 'host/bin/python'),
    `#!/bin/sh\nexec '${insidePath(interpreter, interpreter.executable)}' "$@"\n`,
  )
  await mkdir(join(dir, 'etc'))
  if (interpreter.venv !== null)
    await writeFile(join(dir, 'etc/pyvenv.cfg'), await venvConfiguration(interpreter.venv))
  await writeFile(join(dir, 'etc/passwd'), 'root:x:0:0::/:/bin/false\nsandbox:x:1000:1000::/tmp:/bin/sh\n')
  await writeFile(join(dir, 'etc/group'), 'root:x:0:\nsandbox:x:1000:\n')
  await run('chmod', ['-R', 'a+rX', dir])
  await chmod(join(dir, 'host/bin/python'), 0o755)
  // Cells have a read-only package: without bytecode every job would compile it again.
  const compile = ['-I', '-m', 'compileall', '-q', '-j', '1', '--invalidation-mode', 'unchecked-hash']
  for (const [folder, inCells] of Object.entries(IN_CELLS)) {
    const from = join(dir, folder)
    // Bytecode names the file that it was made of: as cells know it, not by the path of the machine.
    const names = ['-s', from, '-p', inCells]
    await run(interpreter.executable, [...compile, ...names, from]).catch(() => undefined)
  }
  await run('chmod', ['-R', 'a+rX', join(dir, 'host'), join(dir, 'package')])
}
