import type { Db, Tx } from '#lib/db/client.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { QUOTA, type Quota } from '#lib/services/training/tunables.ts'

export type Charge = Record<Quota, number>
type Row = { points: bigint; bytes: bigint; requests: number; resetsAt: Date }

const QUOTAS = Object.keys(QUOTA) as Quota[]

function refuseOver(used: Row, add: Charge): void {
  const over = QUOTAS.find((quota) => Number(used[quota]) + add[quota] > QUOTA[quota])
  if (over === undefined) return
  const resets = used.resetsAt.toISOString()
  throw new AppError(
    'limit',
    `This token has used its quota of ${QUOTA[over].toLocaleString('en')} ${over} a day; it resets at ${resets}.`,
    { quota: over, limit: QUOTA[over], resetsAt: resets },
  )
}

/** What the token used today; one row, also for a token that has not logged yet. */
async function usedToday(db: Db | Tx, tokenId: string): Promise<Row> {
  const [row] = await db.$queryRaw<Row[]>`
    select coalesce(u.points, 0) as points, coalesce(u.bytes, 0) as bytes, coalesce(u.requests, 0) as requests,
      ((today.day + 1)::timestamp at time zone 'utc') as "resetsAt"
    from (select (now() at time zone 'utc')::date as day) today
    left join ingest_usage u on u.day = today.day and u."tokenId" = ${tokenId}`
  if (row === undefined) throw new AppError('internal', 'The database has no clock.')
  return row
}

/** Throws `limit`, naming the quota and when it resets, where a token has no room for `add` today. */
export async function requireQuota(db: Db | Tx, actor: Actor, add: Charge): Promise<void> {
  if (actor.kind === 'token') refuseOver(await usedToday(db, actor.tokenId), add)
}

/**
 * Counts what a token logs, against its quotas of the day; the last statement of a transaction, as all requests of
 * the token wait for its row. Throws `limit`, and so undoes the transaction, where there is no room.
 */
export async function chargeIngest(tx: Tx, actor: Actor, add: Charge): Promise<void> {
  if (actor.kind !== 'token') return
  const counted = await tx.$executeRaw`
    insert into ingest_usage as u ("tokenId", day, points, bytes, requests)
    values (${actor.tokenId}, (now() at time zone 'utc')::date, ${add.points}, ${add.bytes}, ${add.requests})
    on conflict ("tokenId", day) do update set points = u.points + excluded.points,
      bytes = u.bytes + excluded.bytes, requests = u.requests + excluded.requests
    where u.points + excluded.points <= ${QUOTA.points} and u.bytes + excluded.bytes <= ${QUOTA.bytes}
      and u.requests + excluded.requests <= ${QUOTA.requests}`
  if (counted === 0) refuseOver(await usedToday(tx, actor.tokenId), add)
}
