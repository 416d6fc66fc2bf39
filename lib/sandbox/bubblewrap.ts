import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'
import { TOOL_PATH } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)
const FIX = 'apt-get update && apt-get install -y --no-install-recommends bubblewrap'

/**
 * `bubblewrap 0.8.0`.
 * @throws SandboxRefusedError when it is missing or too old (0.8 brought --disable-userns).
 */
export async function bubblewrapVersion(): Promise<string> {
  if (process.platform !== 'linux') {
    throw new SandboxRefusedError(
      `The sandbox needs Linux; this is ${process.platform}.`,
      'Run the worker on Linux.',
    )
  }
  const version = await run('bwrap', ['--version'], { env: bareEnvironment({ PATH: TOOL_PATH }) }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
  if (version === null) throw new SandboxRefusedError('bubblewrap is not installed.', FIX)
  const [major = 0, minor = 0] = version.replace(/^\D+/, '').split('.').map(Number)
  if (major === 0 && minor < 8) throw new SandboxRefusedError(`${version} is too old; 0.8 is needed.`, FIX)
  return version
}
