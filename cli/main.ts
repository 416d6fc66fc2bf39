import { resolve } from 'node:path'
import { runCommandLine } from '#cli/run-command-line.ts'

// A reader that closes early (`sandmle env list | head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  root: resolve(import.meta.dirname, '..'),
  cwd: process.cwd(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
})
