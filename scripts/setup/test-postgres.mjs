// A database server for one test run: its own home in the temporary folder, a migrated template to clone.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, stopPostgres } from '../embedded-postgres.mjs'
import { grantApplication, migrate } from './database.mjs'

const PREFIX = 'sandmle-test-'
const TEMPLATE = 'sandmle_template'

const alive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// A killed test run leaves its server behind; the next one clears it away.
function sweep() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name)
    const owner = join(home, 'owner-pid')
    if (!existsSync(owner) || alive(Number(readFileSync(owner, 'utf8')))) continue
    stopPostgres({ home })
    rmSync(home, { recursive: true, force: true })
  }
}

const withDatabase = (url, database) => {
  const target = new URL(url)
  target.pathname = `/${database}`
  return String(target)
}

/** Starts the server and migrates the template once. `stop()` removes everything. */
export async function startTestPostgres() {
  sweep()
  const home = mkdtempSync(join(tmpdir(), PREFIX))
  writeFileSync(join(home, 'owner-pid'), String(process.pid))
  mkdirSync(join(home, 'keys'), { mode: 0o700 })
  const server = await startPostgres({ home, throwaway: true })
  const client = new pg.Client({ connectionString: server.superUrl })
  await client.connect()
  await client.query(`create database ${TEMPLATE} owner sandmle_owner`)
  await client.end()
  const templateUrl = withDatabase(server.ownerUrl, TEMPLATE)
  await migrate(templateUrl)
  await grantApplication(templateUrl)
  return {
    home,
    connections: {
      adminUrl: server.superUrl,
      ownerUrl: server.ownerUrl,
      appUrl: server.appUrl,
      template: TEMPLATE,
    },
    stop() {
      stopPostgres({ home })
      rmSync(home, { recursive: true, force: true })
    },
  }
}
