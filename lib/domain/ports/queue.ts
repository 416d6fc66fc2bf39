/** What wakes a worker: an id and a schema version, never content. */
export const JOB_QUEUES = [
  'candidate.advance',
  'seed.import',
  'trial.score',
  'pack.build',
  'connection.check',
  'version.certify',
  'version.revise',
  'artefact.check',
  'import.read',
  'metrics.compact',
  'smoke.train',
  'model.review',
] as const
export type JobQueue = (typeof JOB_QUEUES)[number]
export type Job = { queue: JobQueue; id: string }

/** Enqueues inside the transaction of the row: the job exists if and only if the row does. */
export interface Queue<Tx> {
  enqueue(tx: Tx, job: Job): Promise<void>
}
