import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { badTextIn } from '#lib/domain/text.ts'

export type Db = ReturnType<typeof guarded>
/** A transaction client; every verb's writes go through one. */
export type Tx = Parameters<Parameters<Db['$transaction']>[0]>[0]

export type Database = {
  db: Db
  /** For LISTEN and for the queue; the same server and rights as `db`. */
  pool: pg.Pool
  close(): Promise<void>
}

/** A server that does not take a connection in this time counts as down. */
const CONNECT_MS = 5_000
/** Columns have no zone: what `now()` writes and what clients write must mean the same, wherever the server stands. */
const UTC = '-c timezone=UTC'

/**
 * The last guard: doors refuse what the database cannot hold and workers mark it, and what either forgot is the
 * caller's named fault here, never an error of ours.
 */
const guarded = (client: PrismaClient) =>
  client.$extends({
    name: 'storable-texts',
    query: {
      $allOperations({ args, query }) {
        const bad = badTextIn(args)
        if (bad !== null) throw invalid(`A text holds ${bad.said}, which cannot be stored.`)
        return query(args)
      },
    },
  })

/** Opens the database at `url`; connections are made on first use. */
export function openDatabase(url: string, max = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options: UTC,
    connectionTimeoutMillis: CONNECT_MS,
  })
  // A lost server is reported by the next query; an idle client's error must not end the process.
  pool.on('error', () => undefined)
  const db = guarded(new PrismaClient({ adapter: new PrismaPg(pool) }))
  return {
    db,
    pool,
    async close() {
      await db.$disconnect()
      await pool.end()
    },
  }
}
