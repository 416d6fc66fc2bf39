#!/usr/bin/env node
// Starts the command line on a Node that runs TypeScript: the one of the lockfile, else this one when it is new enough.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { compiled, root } from '../scripts/setup/paths.mjs'

const locked = join(root, 'node_modules/.bin/node')
const isNew = Number(process.versions.node.split('.')[0]) >= 24

// Node 20 has no such cache, and starts another Node that has.
process.env.NODE_COMPILE_CACHE ??= compiled
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)

if (!existsSync(join(root, 'node_modules/zod'))) {
  // The doctor needs no package: it is the one to ask on a fresh checkout.
  if (process.argv[2] === 'doctor') await import('../scripts/doctor.mjs')
  else fail('The packages are not installed.', 'npm ci, or npm run up')
} else if (isNew) {
  await import('./main.ts')
} else if (existsSync(locked)) {
  const child = spawn(locked, [join(root, 'cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
} else fail(`Node ${process.versions.node} cannot run TypeScript.`, 'npm ci (brings Node 24), or install it')

function fail(what, next) {
  console.error(`sandmle: ${what}\n  Where: ${root}\n  Next: ${next}`)
  process.exitCode = 1
}
