import { Prisma } from '#lib/db/generated/client.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import type { StorageRoom } from '#lib/domain/storage-room.ts'
import type { PoolHealth, PoolState, StoreHealth } from '#lib/domain/worker-part.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { catalogueOf } from '#lib/pipeline/prompts.ts'
import type { Deps } from '#workers/deps.ts'
import type { Gate } from '#workers/maintenance/gate.ts'
import { BEAT_MS, LOOK_MS, STEADY_MS } from '#workers/tunables.ts'

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/** Tells the database what this worker is and can. */
export async function announceWorker(deps: Deps): Promise<void> {
  const facts = {
    sandbox: asJson(deps.sandbox.capabilities),
    runtimeHash: deps.runtimeHash,
    engineVersion: deps.catalogue.engineVersion,
    catalogue: asJson(deps.catalogue),
    domains: asJson(DOMAINS),
    prompts: asJson(catalogueOf(deps.prompts)),
  }
  await deps.db.worker.upsert({
    where: { id: deps.workerId },
    create: { id: deps.workerId, ...facts },
    update: facts,
  })
}

/** Adds the seconds for which a part has been in its state. */
function aging<Part extends { state: string }>(): (part: Part) => Part & { ageS: number } {
  let since = performance.now()
  let state: string | null = null
  return (part) => {
    if (part.state !== state) since = performance.now()
    state = part.state
    return { ...part, ageS: (performance.now() - since) / 1000 }
  }
}

function watchPool(gate: Gate, pool: PoolState): void {
  if (pool.state === 'serving') gate.open('sandbox')
  else gate.shut({ part: 'sandbox', reason: pool.reason ?? `The sandbox is ${pool.state}.` })
}

function watchRoom(gate: Gate, { state, reason }: StorageRoom): void {
  if (state === 'full') gate.shut({ part: 'storage', reason: reason ?? 'The disk is full.' })
  else gate.open('storage')
}

export type Heart = {
  /** Whether beats have gone well, and on time, for long enough to judge others. */
  isSteady(): boolean
  /** Ends the beat and removes the worker's row. */
  end(): Promise<void>
}

/** One sign of life with the state of the parts. A row that others have buried is entered again. */
async function beat(deps: Deps, pool: PoolHealth, storage: StoreHealth): Promise<void> {
  const json = (value: unknown) => Prisma.sql`${JSON.stringify(value)}::jsonb`
  const count = await deps.db.$executeRaw`
    UPDATE "worker" SET "beatAt" = now(), pool = ${json(pool)}, storage = ${json(storage)} WHERE id = ${deps.workerId}`
  if (count === 0) await announceWorker(deps)
}

/**
 * Beats from a timer of its own, and opens or shuts the gate by what it finds: the file store's room, the sandbox's
 * pool, and whether the database takes the beat.
 */
export function keepBeating(deps: Deps, gate: Gate): Heart {
  const agedRoom = aging<StorageRoom>()
  const agedPool = aging<PoolState>()
  let ended = false
  let looking: Promise<void> | null = null
  let lastMs = performance.now()
  /** A fresh worker has missed nothing. */
  let unsteadyMs = Number.NEGATIVE_INFINITY

  const look = async () => {
    const room = await deps.blobs.room()
    const pool = deps.sandbox.health()
    await beat(deps, agedPool(pool), agedRoom(room))
    gate.open('database')
    watchRoom(gate, room)
    watchPool(gate, pool)
  }
  const tick = async () => {
    const nowMs = performance.now()
    // Held up, or stopped and continued: what others did meanwhile is not known yet.
    if (nowMs - lastMs > 2 * BEAT_MS) unsteadyMs = nowMs
    lastMs = nowMs
    if (looking !== null || ended) return
    looking = look()
    try {
      await looking
    } catch (error) {
      unsteadyMs = performance.now()
      gate.shut(
        machineFaultOf(error) ?? { part: 'database', reason: 'The database does not take a heartbeat.' },
      )
      deps.log.warn('heartbeat failed', { error })
    } finally {
      looking = null
    }
  }
  const timer = setInterval(() => void tick(), BEAT_MS)
  // A pool that is stuck and replaced between two beats would never be told of.
  let told = deps.sandbox.health().state
  const watch = setInterval(() => {
    const { state } = deps.sandbox.health()
    if (state === told || looking !== null) return
    told = state
    void tick()
  }, LOOK_MS)
  void tick()
  return {
    isSteady: () => performance.now() - unsteadyMs > STEADY_MS,
    async end() {
      ended = true
      clearInterval(timer)
      clearInterval(watch)
      // A beat under way would enter the row again.
      await looking?.catch(() => undefined)
      await deps.db.worker.deleteMany({ where: { id: deps.workerId } }).catch((error: unknown) => {
        deps.log.warn('the row of this worker stays until others bury it', { error })
      })
    },
  }
}
