import type { Db, Tx } from '#lib/db/client.ts'
import type { MetricReader } from '#lib/db/metric-reader.ts'
import type { Channel } from '#lib/db/open-channel.ts'
import type { Actor, Capability } from '#lib/domain/capabilities.ts'
import { AppError, forbidden } from '#lib/domain/errors.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { Queue } from '#lib/domain/ports/queue.ts'
import type { Secrets } from '#lib/domain/ports/secrets.ts'
import { whyNot } from '#lib/domain/why-not.ts'

/** What every verb gets: the world, and who acts in it. Time comes from the database, never from the process. */
export type ServiceContext = {
  db: Db
  blobs: BlobStore
  queue: Queue<Tx>
  actor: Actor
  /** Names one request in the log and in the answer. */
  requestId: string
}
/** For verbs that wait for what a worker does; only the web has it. */
export type WaitingContext = ServiceContext & { channel: Channel }
/** For verbs that take a provider's key. */
export type SealingContext = ServiceContext & { secrets: Secrets }
/** For verbs that draw curves. */
export type CurvesContext = ServiceContext & { metrics: MetricReader }
/** All that the web gives to a verb. */
export type WebContext = WaitingContext & SealingContext & CurvesContext
/** For the few verbs that make an actor: redeeming a link, looking a token up. */
export type PublicContext = Omit<ServiceContext, 'actor'>

/** The first line of every verb. */
export function requireCapability(ctx: ServiceContext, capability: Capability): void {
  const objection = whyNot(ctx.actor, capability)
  if (objection !== null) throw forbidden(objection, { capability })
}

/** `now()` of the database: one clock for web and workers. */
export async function databaseNow(tx: Db | Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`select now() as now`
  if (row === undefined) throw new AppError('internal', 'The database has no clock.')
  return row.now
}

/** Long enough to enqueue the five hundred jobs of the largest run. */
const TRANSACTION_MS = 60_000
export const inTransaction = <T>(ctx: Pick<ServiceContext, 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  ctx.db.$transaction(work, { timeout: TRANSACTION_MS, maxWait: 10_000 })

/** True for a row that a unique index refused. */
export const isUniqueViolation = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002'
