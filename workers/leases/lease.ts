import type { Db, Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { leasedTable } from '#lib/db/leased-table.ts'
import { LEASED, type LeasedKind } from '#lib/domain/leased.ts'
import type { MachineFault } from '#lib/domain/machine-fault.ts'
import type { Deps } from '#workers/deps.ts'
import { LEASE_S } from '#workers/tunables.ts'

/** The right to work on a row; `attempt` fences every write. */
export type RowClaim = { id: string; attempt: number }
export type LostRow = RowClaim & { lost: number }
type RowOf<K extends LeasedKind> = Prisma.TypeMap['model'][Capitalize<K>]['payload']['scalars']
export type Claimed<K extends LeasedKind, C> = LostRow & Pick<RowOf<K>, C & keyof RowOf<K>>

/** An attempt that ended without a result, which counts: the worker went silent, or something failed under it. */
export type Loss = { kind: 'worker' } | { kind: 'fault'; code: string; message: string }
/** Why a row goes back into its queue. `paused`: the machine does not allow the work, which costs no attempt. */
export type Return = Loss | { kind: 'stopping' } | { kind: 'paused'; fault: MachineFault }
/** Why a row ends in a failure: a word for programs, and what people read. */
export type Failure = { code: string; message: string }
/** What an error of the work means where its kind knows it: the end of the row, or a counted try again. */
export type Verdict = Failure & { kind: 'end' | 'again' }

/** What people read of work that its first bug ends. */
export const BUG_ENDED = 'An internal error ended it; the log of the worker has the cause.'

/** How rows of one kind are worked on, beside what is the same for all. The moves happen in the caller's transaction. */
export type Lease<K extends LeasedKind = LeasedKind, C extends string = string> = {
  kind: K
  /** What a claim brings of its row. */
  columns: readonly C[]
  /** Queued rows that a worker takes, as a condition on `t`; all where it is left out. */
  only?: Prisma.Sql
  /** Queued rows that need a worker at all, as a condition on `t`, where some only wait for their owner's end. */
  awake?: Prisma.Sql
  /** The row says when the first worker took it. */
  hasStart?: true
  /** What goes with a claim, before its columns are read. */
  claimed?(tx: Tx, row: RowClaim, workerId: string): Promise<unknown>
  /** What goes with a row's way back into its queue, before a worker is woken for it. */
  returned?(tx: Tx, row: RowClaim, why: Return): Promise<void>
  /** Ends a row as failed, fenced by its attempt, where more than its own columns tells of it. */
  fail?(tx: Tx, row: RowClaim, failure: Failure): Promise<unknown>
  /** Of kinds whose work people can call off in the middle. */
  cancel?: {
    isAsked(db: Db | Tx, id: string): Promise<boolean>
    end(tx: Tx, row: RowClaim): Promise<unknown>
  }
  /** Errors that the kind has words for; any other is a bug: tried again, and thrown on. */
  judge?(error: unknown): Verdict | null
  /** The work ends by itself with the signal, and what it still settles is waited for. */
  heedsSignal?: true
}

/** Keeps the names of a kind and its columns as types. */
export const leaseOf = <K extends LeasedKind, const C extends string & keyof RowOf<K>>(
  lease: Lease<K, C>,
): Lease<K, C> => lease
export type ClaimOf<L> = L extends Lease<infer K, infer C> ? Claimed<K, C> : never

/** End of a lease that begins now, by the database's clock. */
const LEASE_END = Prisma.sql`now() + make_interval(secs => ${LEASE_S})`
const START = Prisma.sql`, "startedAt" = coalesce(t."startedAt", now())`

/** Takes a queued row by compare-and-set. Null: somebody else has it, or it is over; the job is then done. */
export async function claimRow<K extends LeasedKind, C extends string>(
  deps: Pick<Deps, 'db' | 'workerId'>,
  lease: Lease<K, C>,
  id: string,
): Promise<Claimed<K, C> | null> {
  const columns = ['id', 'attempt', 'lost', ...lease.columns].map((name) => Prisma.raw(`t."${name}"`))
  return deps.db.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<RowClaim[]>`
      UPDATE ${leasedTable(lease.kind)} t SET status = ${LEASED[lease.kind].busy}, attempt = t.attempt + 1,
        "workerId" = ${deps.workerId}, "leaseUntil" = ${LEASE_END}${lease.hasStart ? START : Prisma.empty}
      WHERE t.id = ${id}::uuid AND t.status = 'queued' AND ${lease.only ?? Prisma.sql`true`}
      RETURNING t.id, t.attempt`
    if (row === undefined) return null
    await lease.claimed?.(tx, row, deps.workerId)
    const [claim] = await tx.$queryRaw<Claimed<K, C>[]>`
      SELECT ${Prisma.join(columns)} FROM ${leasedTable(lease.kind)} t WHERE t.id = ${id}::uuid`
    return claim ?? null
  })
}

/** Prolongs a lease; false when the claim is lost. */
export async function renewRow(db: Db, kind: LeasedKind, { id, attempt }: RowClaim): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE ${leasedTable(kind)} SET "leaseUntil" = ${LEASE_END}
    WHERE id = ${id}::uuid AND attempt = ${attempt} AND status = ${LEASED[kind].busy}`
  return count > 0
}
