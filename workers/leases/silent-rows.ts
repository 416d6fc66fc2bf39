import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import { LEASED, type LeasedKind, tableOf } from '#workers/leases/leased.ts'
import type { LostRow } from '#workers/leases/lose-row.ts'

/** A row nobody works on any more: its lease is over, or the worker that had it is dead. All by the database's clock. */
const isSilent = (kind: LeasedKind) => Prisma.sql`
  t.status = ${LEASED[kind].busy} AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now()
    OR EXISTS (SELECT 1 FROM "worker" w WHERE w.id = t."workerId"
      AND w."beatAt" < now() - make_interval(secs => ${WORKER_DEAD_S})))`

/** Silent rows, held for the transaction; what another worker judges right now is passed over. */
export const lockSilentRows = (tx: Tx, kind: LeasedKind): Promise<LostRow[]> => tx.$queryRaw<LostRow[]>`
  SELECT t.id::text AS id, t.attempt, t.lost FROM ${tableOf(kind)} t WHERE ${isSilent(kind)}
  ORDER BY t.id LIMIT 200 FOR UPDATE SKIP LOCKED`

/** Ids of silent rows. Who continues to lock something else first asks again with `isStillSilent`. */
export const listSilent = async (tx: Tx, kind: LeasedKind): Promise<string[]> =>
  (
    await tx.$queryRaw<{ id: string }[]>`
      SELECT t.id::text AS id FROM ${tableOf(kind)} t WHERE ${isSilent(kind)} ORDER BY t.id LIMIT 200`
  ).map(({ id }) => id)

export async function isStillSilent(tx: Tx, kind: LeasedKind, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id::text AS id FROM ${tableOf(kind)} t WHERE t.id = ${id}::uuid AND ${isSilent(kind)}`
  return rows.length > 0
}
