import { z } from 'zod'

export const POOL_STATES = ['serving', 'stuck', 'restarting', 'refused'] as const
/** What a sandbox says of its pool: whether jobs are taken now, why not, and why it was last restarted. */
export type PoolState = {
  state: (typeof POOL_STATES)[number]
  reason: string | null
  lastFault: string | null
}

/** A pool as a worker tells it with each beat; `ageS`: seconds since it came into this state, by a clock that nobody sets. */
export const PoolHealth = z.object({
  state: z.enum(POOL_STATES),
  reason: z.string().nullable(),
  lastFault: z.string().nullable().default(null),
  ageS: z.number().min(0),
})
export type PoolHealth = z.infer<typeof PoolHealth>

/** A file store as a worker tells it. */
export const StoreHealth = z.object({
  state: z.enum(['ok', 'full', 'unusable']),
  freeBytes: z.number().nullable(),
  reason: z.string().nullable(),
  ageS: z.number().min(0),
})
export type StoreHealth = z.infer<typeof StoreHealth>

/** A worker that has not beaten for this long is silent: what waits for it is told so. */
export const WORKER_ALIVE_S = 10
/** One that has not beaten for this long is dead: others take its work. Fencing makes a mistake harmless. */
export const WORKER_DEAD_S = 20
