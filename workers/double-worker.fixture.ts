import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '#lib/db/client.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { env } from '#lib/env.ts'
import { openQueue } from '#lib/jobs/open-queue.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { fullDisk } from '#workers/double-world.fixture.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { serve } from '#workers/serve.ts'

// A worker process with everything that a worker has but the sandbox: for tests that kill processes and servers.
const JOB_MS = 40
const { DATABASE_URL, SANDMLE_HOME } = env()
const database = openDatabase(DATABASE_URL)
const queue = openQueue(DATABASE_URL, { maintain: true, onError: (error) => log.error('queue', { error }) })
const double = sandboxDouble()
const sandbox: Sandbox = {
  ...double,
  async run(job, signal) {
    await sleep(JOB_MS, undefined, signal ? { signal } : {})
    return double.run(job, signal)
  },
}
/** A disk that is full while a test says so. */
const disk = fullDisk(SANDMLE_HOME)
async function openFile(path: string, flags: string, mode: number) {
  if (disk.isFull())
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  return open(path, flags, mode)
}
const stopping = new AbortController()
const deps: Deps = {
  ...NO_MODELS,
  db: database.db,
  blobs: openBlobStore(join(SANDMLE_HOME, 'blobs'), { openFile }),
  queue,
  sandbox,
  catalogue: CATALOGUE,
  runtimeHash: 'r',
  engineKey: 'key',
  workerId: `double-${process.pid}`,
  log,
  stopping: stopping.signal,
}
const close = async () => {
  await queue.close()
  await database.close()
}
await serve({ deps, queue, stop: () => stopping.abort(), close })
process.exit(0)
