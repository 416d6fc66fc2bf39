import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { makeQueueTables } from '#lib/jobs/queue-tables.fixture.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'

export type WorkerWorld = {
  database: TestDatabase
  /** Where the blobs are. */
  dir: string
  /** What a worker works with: no model plays, nobody is woken, and the sandbox is a double. */
  depsOf(over?: Partial<Deps>): Deps
  /** The reconciler asks the queue what is awake already; here every queue is empty. */
  makeQueue(): Promise<void>
  close(): Promise<void>
}

/** A database and a folder of blobs, for any number of workers. */
export async function openWorkerWorld(): Promise<WorkerWorld> {
  const database = await openTestDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'worker-'))
  return {
    database,
    dir,
    depsOf: (over = {}) => ({
      ...NO_MODELS,
      db: database.db,
      blobs: openBlobStore(dir),
      queue: { enqueue: async () => undefined },
      sandbox: sandboxDouble(),
      catalogue: CATALOGUE,
      runtimeHash: 'r',
      engineKey: 'key',
      workerId: 'w',
      log,
      stopping: new AbortController().signal,
      ...over,
    }),
    async makeQueue() {
      await makeQueueTables(database)
    },
    async close() {
      await database.drop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
