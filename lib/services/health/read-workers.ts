import { z } from 'zod'
import type { Health } from '#lib/contracts/overview.ts'
import type { Db } from '#lib/db/client.ts'
import { PoolHealth, StoreHealth, WORKER_ALIVE_S } from '#lib/domain/worker-part.ts'

const Sandbox = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('available'),
    backend: z.string(),
    runtime: z.string(),
    pinned: z.boolean().nullable().default(null),
  }),
  z.object({ kind: z.literal('refused'), reason: z.string(), fix: z.string() }),
])
type Row = { id: string; beatS: number; sandbox: unknown; pool: unknown; storage: unknown }
type Told<Part> = Part & { forS: number }

export type WorkersFound = Pick<Health, 'workers' | 'sandbox'> & {
  sandboxForS: number | null
  /** The worst that a living worker says of the disk; null where none says anything. */
  storage: Told<StoreHealth> | null
}

/** A part that a worker told with its last beat, aged by the database's clock since. */
function told<Part extends { ageS: number }>(
  type: z.ZodType<Part>,
  json: unknown,
  beatS: number,
): Told<Part> | null {
  const parsed = type.safeParse(json)
  return parsed.success ? { ...parsed.data, forS: Math.round(beatS + parsed.data.ageS) } : null
}

const UNKNOWN: Health['sandbox'] = {
  status: 'unknown',
  backend: null,
  runtime: null,
  pinned: null,
  reason: null,
  fix: null,
}
type Living = { sandbox: unknown; pool: Told<PoolHealth> | null }

/** One pool that serves is enough; else the state of the one that is nearest to it. */
function sandboxOf(living: readonly Living[]): { sandbox: Health['sandbox']; sandboxForS: number | null } {
  const parsed = living.flatMap(({ sandbox, pool }) => {
    const result = Sandbox.safeParse(sandbox)
    return result.success ? [{ can: result.data, pool }] : []
  })
  const able = parsed.flatMap(({ can, pool }) => (can.kind === 'available' ? [{ can, pool }] : []))
  const best =
    able.find(({ pool }) => pool === null || pool.state === 'serving') ??
    able.find(({ pool }) => pool?.state === 'restarting') ??
    able[0]
  if (best) {
    const { can, pool } = best
    const status = pool === null || pool.state === 'serving' ? 'ok' : pool.state
    const sandbox = {
      status,
      backend: can.backend,
      runtime: can.runtime,
      pinned: can.pinned,
      reason: pool?.reason ?? null,
      fix: null,
    } as const
    return { sandbox, sandboxForS: pool?.forS ?? null }
  }
  const refused = parsed.find(({ can }) => can.kind === 'refused')?.can
  if (refused?.kind !== 'refused') return { sandbox: UNKNOWN, sandboxForS: null }
  const { reason, fix } = refused
  return { sandbox: { ...UNKNOWN, status: 'refused', reason, fix }, sandboxForS: null }
}

/** Workers of the last day by their beats, on the database's clock, and what the living ones say of sandbox and disk. */
export async function readWorkers(db: Db): Promise<WorkersFound> {
  const rows = await db.$queryRaw<Row[]>`
    select id, extract(epoch from now() - "beatAt")::int as "beatS", sandbox, pool, storage from worker
    where "beatAt" > now() - interval '1 day' order by "beatAt" desc limit 50`
  const seen = rows.map((row) => ({
    ...row,
    alive: row.beatS <= WORKER_ALIVE_S,
    pool: told(PoolHealth, row.pool, row.beatS),
    storage: told(StoreHealth, row.storage, row.beatS),
  }))
  const living = seen.filter(({ alive }) => alive)
  const stores = living.flatMap(({ storage }) => (storage === null ? [] : [storage]))
  return {
    workers: seen.map(({ id, beatS, alive, pool }) => ({
      id,
      beatS,
      alive,
      pool:
        pool === null
          ? null
          : { state: pool.state, reason: pool.reason, lastFault: pool.lastFault, forS: pool.forS },
    })),
    ...sandboxOf(living),
    storage: stores.find(({ state }) => state !== 'ok') ?? stores[0] ?? null,
  }
}
