import { fromPrisma, PgBoss } from 'pg-boss'
import type { Tx } from '#lib/db/client.ts'
import { JOB_QUEUES, type JobQueue, type Queue } from '#lib/domain/ports/queue.ts'
import { JobPayload } from '#lib/jobs/job-payload.ts'
import { EXPIRE_S, POLL_S, RETENTION_S, RETRY_LIMIT, STOP_MS } from '#lib/jobs/tunables.ts'

export type JobHandler = (id: string) => Promise<void>
export type OpenedQueue = Queue<Tx> & {
  /** Calls `handler` with the row's id of each job, `concurrency` at a time. A throw marks the job failed. */
  consume(queue: JobQueue, concurrency: number, handler: JobHandler): Promise<void>
  /** Stops fetching and waits for running handlers. */
  close(): Promise<void>
}
export type QueueOptions = {
  /** The worker sweeps finished jobs; the web only sends. */
  maintain: boolean
  onError: (error: Error) => void
}

async function start(boss: PgBoss): Promise<PgBoss> {
  await boss.start()
  for (const name of JOB_QUEUES)
    await boss.createQueue(name, {
      retryLimit: RETRY_LIMIT,
      expireInSeconds: EXPIRE_S,
      retentionSeconds: RETENTION_S,
    })
  return boss
}

/** The queue over Postgres at `url`; connects on first use. Jobs only wake workers: rows are the truth. */
export function openQueue(url: string, options: QueueOptions): OpenedQueue {
  let started: Promise<PgBoss> | undefined
  const boss = (): Promise<PgBoss> => {
    if (started) return started
    const made = new PgBoss({ connectionString: url, max: 4, supervise: options.maintain, schedule: false })
    made.on('error', options.onError)
    const starting = start(made)
    // A server that is not there yet must not be remembered as a broken queue.
    starting.catch(() => {
      started = undefined
    })
    started = starting
    return starting
  }
  return {
    async enqueue(tx, job) {
      const queue = await boss()
      await queue.send(job.queue, { v: 1, id: job.id } satisfies JobPayload, { db: fromPrisma(tx) })
    },
    async consume(name, concurrency, handler) {
      const queue = await boss()
      const work = { localConcurrency: concurrency, pollingIntervalSeconds: POLL_S }
      await queue.work(name, work, async ([job]) => {
        if (job) await handler(JobPayload.parse(job.data).id)
      })
    },
    async close() {
      if (started) await (await started).stop({ graceful: true, timeout: STOP_MS })
      started = undefined
    },
  }
}
