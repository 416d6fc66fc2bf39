import { LEASED, LEASED_KINDS } from '#lib/domain/leased.ts'

/** What wakes a worker: an id and a schema version, never content. Leased work names its queue itself. */
export const JOB_QUEUES = [
  ...LEASED_KINDS.map((kind) => LEASED[kind].queue),
  'connection.check',
  'artefact.check',
  'metrics.compact',
] as const
export type JobQueue = (typeof JOB_QUEUES)[number]
export type Job = { queue: JobQueue; id: string }

/** Enqueues inside the transaction of the row: the job exists if and only if the row does. */
export interface Queue<Tx> {
  enqueue(tx: Tx, job: Job): Promise<void>
}
