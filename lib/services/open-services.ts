import { join } from 'node:path'
import { type Database, openDatabase } from '#lib/db/client.ts'
import { type MetricReader, openMetricReader } from '#lib/db/metric-reader.ts'
import { type OpenedChannel, openChannel } from '#lib/db/open-channel.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { Secrets } from '#lib/domain/ports/secrets.ts'
import { type OpenedQueue, openQueue } from '#lib/jobs/open-queue.ts'
import { log } from '#lib/log.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'

/** Where workers tell that a trial has ended. */
export const TRIAL_CHANNEL = 'trial'

export type Services = Database & {
  blobs: BlobStore
  queue: OpenedQueue
  channel: OpenedChannel
  secrets: Secrets
  metrics: MetricReader
}

/** Everything that verbs need, over one database and one home folder. */
export function openServices(options: { databaseUrl: string; home: string }): Services {
  const database = openDatabase(options.databaseUrl)
  const queue = openQueue(options.databaseUrl, {
    maintain: false,
    onError: (error) => log.error('queue', { error }),
  })
  const channel = openChannel(options.databaseUrl, TRIAL_CHANNEL)
  return {
    ...database,
    queue,
    channel,
    blobs: openBlobStore(join(options.home, 'blobs')),
    secrets: openSecrets(options.home),
    metrics: openMetricReader(database.pool),
    async close() {
      await channel.close()
      await database.close()
    },
  }
}
