import type { Prisma } from '#lib/db/generated/client.ts'
import { catalogueOf } from '#lib/pipeline/prompts.ts'
import type { Deps } from '#workers/deps.ts'
import { BEAT_MS } from '#workers/tunables.ts'

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/** Tells the database what this worker is and can; called once at start. */
export async function announceWorker(deps: Deps): Promise<void> {
  const facts = {
    sandbox: asJson(deps.sandbox.capabilities),
    runtimeHash: deps.runtimeHash,
    engineVersion: deps.catalogue.engineVersion,
    catalogue: asJson(deps.catalogue),
    prompts: asJson(catalogueOf(deps.prompts)),
  }
  await deps.db.worker.upsert({
    where: { id: deps.workerId },
    create: { id: deps.workerId, ...facts },
    update: facts,
  })
}

/** Renews the worker's row from a timer of its own. Returns the function that ends it and removes the row. */
export function keepBeating(deps: Deps): () => Promise<void> {
  const timer = setInterval(() => {
    deps.db.$executeRaw`UPDATE "worker" SET "beatAt" = now() WHERE id = ${deps.workerId}`.catch(
      (error: unknown) => deps.log.warn('heartbeat failed', { error }),
    )
  }, BEAT_MS)
  return async () => {
    clearInterval(timer)
    await deps.db.worker.deleteMany({ where: { id: deps.workerId } })
  }
}
