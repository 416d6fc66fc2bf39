import type { Health, HealthProblem } from '#lib/contracts/overview.ts'
import { MAKE_ROOM } from '#lib/domain/storage-room.ts'

type Found = Omit<Health, 'status' | 'version' | 'problems'> & {
  /** Seconds for which a part has been as it is; null where nobody saw it begin. */
  forS: { database: number | null; storage: number | null; sandbox: number | null }
}

const START = 'Start what is missing: npm run up'
const BY_ITSELF = 'It is started again by itself within seconds; logs lie in SANDMLE_HOME/logs.'

/** What died starts again at once, what only hangs is ended first. */
const IF_HUNG =
  'It is started again by itself, within half a minute where it hangs; logs lie in SANDMLE_HOME/logs.'

const restarts = (found: Found, next: string, supervised = BY_ITSELF): string =>
  found.supervisor.status === 'ok' ? supervised : next

function databaseProblems(found: Found): HealthProblem[] {
  if (found.database.status === 'ok') return []
  const isOurs = found.supervisor.parts.some(({ name }) => name === 'database')
  const next = isOurs
    ? restarts(found, START)
    : 'Start the PostgreSQL of DATABASE_URL; everything continues by itself then.'
  return [{ part: 'database', reason: 'The database does not answer.', forS: found.forS.database, next }]
}

function storageProblems({ storage, forS }: Found): HealthProblem[] {
  if (storage.status === 'full')
    return [
      { part: 'storage', reason: `Paused: storage. ${storage.reason}`, forS: forS.storage, next: MAKE_ROOM },
    ]
  if (storage.status !== 'unusable') return []
  const next = 'Make blobs in SANDMLE_HOME a folder that this user may write to.'
  return [{ part: 'storage', reason: storage.reason ?? 'Files cannot be kept.', forS: forS.storage, next }]
}

function sandboxProblems({ sandbox, forS, workers }: Found): HealthProblem[] {
  if (sandbox.status === 'ok' || !workers.some(({ alive }) => alive)) return []
  const next =
    sandbox.fix ??
    (sandbox.status === 'unknown'
      ? 'Look at npm run doctor.'
      : 'Its host is replaced by itself; if that does not help within a minute: npm run doctor')
  return [
    {
      part: 'sandbox',
      reason: sandbox.reason ?? 'No worker has a sandbox that serves.',
      forS: forS.sandbox,
      next,
    },
  ]
}

function workerProblems(found: Found): HealthProblem[] {
  if (found.database.status !== 'ok') return []
  const silent = found.workers.filter(({ alive }) => !alive)
  if (found.workers.length === silent.length) {
    const last = silent[0]
    if (last && found.storage.status === 'full') {
      const reason = 'No worker can say that it is alive while the disk is full.'
      return [{ part: 'worker', reason, forS: last.beatS, next: MAKE_ROOM }]
    }
    const reason = last ? `No worker is alive; ${last.id} beat last.` : 'No worker is alive.'
    return [{ part: 'worker', reason, forS: last?.beatS ?? null, next: restarts(found, START, IF_HUNG) }]
  }
  return silent.map(({ id, beatS }) => ({
    part: 'worker',
    reason: `Worker ${id} is silent.`,
    forS: beatS,
    next: 'Others take its work by themselves within half a minute.',
  }))
}

/** Where a part says why it ended, below SANDMLE_HOME. */
const logOf = (name: string) => (name === 'database' ? 'postgres/server.log' : `logs/${name}.log`)

type Supervised = Health['supervisor']['parts'][number]

function lifeOf(state: Supervised['state'], tries: number): string {
  if (state === 'failing') return `keeps ending at its start (${tries} tries)`
  return tries === 0 ? 'is being started' : 'ended'
}

/** How a process that this supervisor did not start came to its end is not known: it "ended". */
const endOf = (life: string, reason: string | null) =>
  reason === null || reason === life ? life : `${life}: it ${reason}`

function supervisorProblems({ supervisor, database }: Found): HealthProblem[] {
  if (supervisor.status === 'gone') {
    const reason = 'The supervisor ended: what dies now stays dead.'
    return [{ part: 'supervisor', reason, forS: null, next: START }]
  }
  const isSaid = (name: string, state: string) =>
    name === 'database' && database.status === 'down' && state !== 'failing'
  const ill = supervisor.parts.filter(({ name, state }) => state !== 'up' && !isSaid(name, state))
  return ill.map(({ name, state, forS, restarts: count, reason }) => ({
    part: name === 'web' || name === 'database' ? name : 'worker',
    reason: `The ${name} process ${endOf(lifeOf(state, count), reason)}.`,
    forS,
    next:
      state === 'failing'
        ? `Tries continue every half minute. Why: the last lines of SANDMLE_HOME/${logOf(name)}`
        : BY_ITSELF,
  }))
}

function queueProblems({ queue }: Found): HealthProblem[] {
  if (queue.status !== 'stalled') return []
  const reason = `${queue.queued} wait and nothing runs.`
  return [
    {
      part: 'queue',
      reason,
      forS: queue.oldestQueuedS,
      next: 'Look at what else is wrong here, then at the worker’s log.',
    },
  ]
}

/** Everything that is wrong, from the ground up: what lies lower is often the cause of what lies higher. */
export const problemsOf = (found: Found): HealthProblem[] => [
  ...databaseProblems(found),
  ...storageProblems(found),
  ...sandboxProblems(found),
  ...workerProblems(found),
  ...supervisorProblems(found),
  ...queueProblems(found),
]
