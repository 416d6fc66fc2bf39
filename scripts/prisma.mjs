// Runs the Prisma CLI with the schema engine that came through npm, so that it needs no download.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeDir, root } from './setup/paths.mjs'

/** Runs `prisma <args>` and returns its exit code. Without DATABASE_URL: the owner of the local database. */
export function prisma(args, { databaseUrl, quiet = false } = {}) {
  const url = databaseUrl ?? process.env.DATABASE_URL ?? localOwnerUrl()
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY:
      process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? join(root, 'scripts/schema-engine.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    // The engine is a `#!/usr/bin/env node` script: it must meet the Node of the lockfile.
    PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    ...(url ? { DATABASE_URL: url } : {}),
  }
  const result = spawnSync(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), ...args], {
    cwd: root,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
  })
  if (quiet && result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  return result.status ?? 1
}

function localOwnerUrl() {
  const file = join(homeDir(), 'keys/postgres.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).ownerUrl : undefined
}

if (process.argv[1] === import.meta.filename) process.exit(prisma(process.argv.slice(2)))
