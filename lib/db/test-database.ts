import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '#lib/db/client.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testDatabase: { adminUrl: string; ownerUrl: string; appUrl: string; template: string }
  }
}

export type TestDatabase = Database & {
  /** Connects as `sandmle_app`, with the rights that the product has. */
  appUrl: string
  /** Connects as `sandmle_owner`, who migrates. */
  ownerUrl: string
  /** Closes the connections and drops the database. */
  drop(): Promise<void>
}

const at = (url: string, database: string): string => {
  const target = new URL(url)
  target.pathname = `/${database}`
  return String(target)
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: at(url, 'postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A fresh database for one test file, cloned from the migrated template. Call in `beforeAll`, `drop()` in `afterAll`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = inject('testDatabase')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(server.adminUrl, `create database ${name} template ${server.template} owner sandmle_owner`)
  await administer(server.adminUrl, `grant create on database ${name} to sandmle_app`)
  const appUrl = at(server.appUrl, name)
  const opened = openDatabase(appUrl)
  return {
    ...opened,
    appUrl,
    ownerUrl: at(server.ownerUrl, name),
    async drop() {
      await opened.close()
      await administer(server.adminUrl, `drop database ${name} with (force)`)
    },
  }
}
