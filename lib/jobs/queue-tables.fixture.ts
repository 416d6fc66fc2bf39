import { getConstructionPlans } from 'pg-boss'
import type { TestDatabase } from '#lib/db/test-database.ts'

/** The queue's own tables, empty, as its first start makes them: the reconciler looks for wake-ups there. */
export async function makeQueueTables({ pool }: Pick<TestDatabase, 'pool'>): Promise<void> {
  await pool.query(getConstructionPlans('pgboss'))
}
