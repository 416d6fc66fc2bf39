// The database of one installation: server, migrations, and a role that cannot rewrite the record.
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { CLOSED_LISTS } from '#lib/db/words.ts'
import { startPostgres } from '../embedded-postgres.mjs'
import { prisma } from '../prisma.mjs'
import { writeClosedLists } from './closed-lists.mjs'
import { key } from './keys.mjs'
import { root } from './paths.mjs'
import { fail } from './report.mjs'

const INSUFFICIENT_PRIVILEGE = '42501'

export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1))

/** Applies the migrations that are missing, then the closed lists; ends with the message of what fails. */
export async function migrate(ownerUrl) {
  if (prisma(['migrate', 'deploy'], { databaseUrl: ownerUrl, quiet: true }) !== 0) {
    fail('A migration failed; its message stands above.', 'npm run prisma -- migrate status')
  }
  await withClient(ownerUrl, (client) => writeClosedLists(client, CLOSED_LISTS))
}

/** Gives the application's role its rights in a migrated database. Safe to repeat. */
export async function grantApplication(ownerUrl, role = 'sandmle_app') {
  const grants = readFileSync(join(root, 'prisma/grants.sql'), 'utf8').replaceAll('sandmle_app', role)
  await withClient(ownerUrl, async (client) => {
    await client.query(grants)
    // The queue keeps its tables in a schema of its own.
    await client.query(`GRANT CREATE ON DATABASE ${client.escapeIdentifier(databaseOf(ownerUrl))} TO ${role}`)
  })
}

/** A role for the application on somebody else's server; null where we may not make roles there. */
async function makeApplicationRole(ownerUrl, home) {
  const role = `sandmle_app_${createHash('sha256').update(home).digest('hex').slice(0, 8)}`
  const password = key(home, 'database-app', () => randomBytes(18).toString('hex'))
  try {
    await withClient(ownerUrl, async (client) => {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
      if (rowCount === 0) await client.query(`create role ${role} login password '${password}'`)
    })
    await grantApplication(ownerUrl, role)
  } catch (error) {
    if (error.code === INSUFFICIENT_PRIVILEGE) return null
    throw error
  }
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return String(url)
}

/**
 * Starts the embedded server unless DATABASE_URL names one, and migrates.
 * @returns ownerUrl, appUrl, and roles: 'separate', or 'weaker' where only triggers keep the record because the
 * given server lets us make no second role.
 */
export async function prepareDatabase(home) {
  const given = process.env.DATABASE_URL
  if (given) {
    await migrate(given)
    const appUrl = await makeApplicationRole(given, home)
    return { ownerUrl: given, appUrl: appUrl ?? given, roles: appUrl ? 'separate' : 'weaker' }
  }
  const server = await startPostgres({ home })
  await migrate(server.ownerUrl)
  await grantApplication(server.ownerUrl)
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl, roles: 'separate' }
}
