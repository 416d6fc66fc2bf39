import type { Db, Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { leasedTable } from '#lib/db/leased-table.ts'
import { LEASED, type LeasedKind } from '#lib/domain/leased.ts'
import { WORKER_DEAD_S } from '#lib/domain/worker-part.ts'
import type { LostRow } from '#workers/leases/lease.ts'

/** A row nobody works on any more: its lease is over, or the worker that had it is dead. All by the database's clock. */
const isSilent = (kind: LeasedKind) => Prisma.sql`
  t.status = ${LEASED[kind].busy} AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now()
    OR EXISTS (SELECT 1 FROM "worker" w WHERE w.id = t."workerId"
      AND w."beatAt" < now() - make_interval(secs => ${WORKER_DEAD_S})))`

/** Silent rows, none of them locked: the caller that moves one may have to lock its parent first. */
export const listSilent = (db: Db, kind: LeasedKind): Promise<LostRow[]> => db.$queryRaw<LostRow[]>`
  SELECT t.id::text AS id, t.attempt, t.lost FROM ${leasedTable(kind)} t WHERE ${isSilent(kind)}
  ORDER BY t.id LIMIT 200`

/** Asked again where a row is moved: its worker may have renewed it meanwhile. The attempt fences the move itself. */
export async function isStillSilent(tx: Tx, kind: LeasedKind, { id, attempt }: LostRow): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id::text AS id FROM ${leasedTable(kind)} t
    WHERE t.id = ${id}::uuid AND t.attempt = ${attempt} AND ${isSilent(kind)}`
  return rows.length > 0
}
