#!/usr/bin/env node
// Runs the Prisma CLI with the engine that ships inside npm, so that nothing is downloaded.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Runs `prisma <args>` and returns its exit code; `env` is added to the process's own. */
export function prisma(args, env = {}, stdio = 'inherit') {
  const engine = process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? here('./schema-engine.mjs')
  return spawnSync(process.execPath, [here('../node_modules/prisma/build/index.js'), ...args], {
    cwd: here('..'),
    stdio,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', ...env },
    encoding: 'utf8',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(prisma(process.argv.slice(2)).status ?? 1)
