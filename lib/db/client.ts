import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from '#lib/db/generated/client.ts'

export type Db = PrismaClient
/** A transaction client; every verb's writes go through one. */
export type Tx = Prisma.TransactionClient

export type Database = {
  db: Db
  /** For LISTEN and for the queue; the same server and rights as `db`. */
  pool: pg.Pool
  close(): Promise<void>
}

/** Opens the database at `url`; connections are made on first use. */
export function openDatabase(url: string, max = 10): Database {
  const pool = new pg.Pool({ connectionString: url, max })
  // A lost server is reported by the next query; an idle client's error must not end the process.
  pool.on('error', () => undefined)
  const db = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    db,
    pool,
    async close() {
      await db.$disconnect()
      await pool.end()
    },
  }
}
