#!/usr/bin/env node
// Starts the command line on a Node that runs TypeScript: the one of the lockfile, else this one when it is new enough.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const locked = join(root, 'node_modules/.bin/node')
const isNew = Number(process.versions.node.split('.')[0]) >= 24
const node = existsSync(locked) ? locked : process.execPath

if (node === process.execPath && !isNew) {
  console.error(
    `sandmle: Node ${process.versions.node} cannot run TypeScript and the packages are not installed.`,
  )
  console.error('Next: npm ci (or install Node 24)')
  process.exitCode = 1
} else if (isNew) {
  await import('./main.ts')
} else {
  const child = spawn(node, [join(root, 'cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
