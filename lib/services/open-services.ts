import { join } from 'node:path'
import { type Database, openDatabase } from '#lib/db/client.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { type OpenedQueue, openQueue } from '#lib/jobs/open-queue.ts'
import { log } from '#lib/log.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'

export type Services = Database & { blobs: BlobStore; queue: OpenedQueue }

/** Everything that verbs need, over one database and one home folder. */
export function openServices(options: { databaseUrl: string; home: string }): Services {
  const database = openDatabase(options.databaseUrl)
  const queue = openQueue(options.databaseUrl, {
    maintain: false,
    onError: (error) => log.error('queue', { error }),
  })
  return { ...database, queue, blobs: openBlobStore(join(options.home, 'blobs')) }
}
