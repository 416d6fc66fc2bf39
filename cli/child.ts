import { spawn } from 'node:child_process'
import type { Surroundings } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'

/** Runs a script of the checkout on this Node, in front; it gets our signals. Ok when it exits with 0. */
export async function runScript(
  around: Surroundings,
  script: string,
  args: readonly string[],
  env = around.env,
): Promise<ExitCode> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: around.root,
    stdio: 'inherit',
    env: { ...env } as NodeJS.ProcessEnv,
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
    return code === 0 ? EXIT.ok : EXIT.finding
  } finally {
    process.off('SIGINT', pass)
    process.off('SIGTERM', pass)
  }
}
