import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { launchPrefix } from '#lib/sandbox/identity.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { HOST_ERROR_BYTES, TOOL_PATH } from '#lib/sandbox/tunables.ts'

/** A started bubblewrap; `errors()` is the end of what it and the runner complained about. */
export type BwrapProcess = { child: ChildProcess; errors: () => string }

/**
 * Starts bubblewrap as an ordinary user. Its environment is empty but for a constant PATH, and its options travel
 * by descriptor, so neither shows in a process list. `passed` become the descriptors from 4 on.
 */
export function startBwrap(
  { runtime, identity, interpreter }: Site,
  options: string[],
  command: string[],
  passed: readonly number[],
): BwrapProcess {
  const line = [
    ...runtime.enter,
    ...launchPrefix(identity, interpreter.executable, join(runtime.dir, 'host')),
    'bwrap',
    '--args',
    '3',
    '--',
    ...command,
  ]
  const [program = '', ...args] = line
  const child = spawn(program, args, {
    env: bareEnvironment({ PATH: TOOL_PATH }),
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...passed],
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-HOST_ERROR_BYTES)
  })
  // A child that never started reports through these; the caller sees `exit` or `error`.
  for (const stream of child.stdio.slice(0, 4)) stream?.on('error', () => undefined)
  const optionPipe = child.stdio[3] as Writable | null
  optionPipe?.end(options.map((option) => `${option}\0`).join(''))
  return { child, errors: () => errors.trim() }
}
