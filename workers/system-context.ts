import type { ServiceContext } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'

/** The product itself as the actor of a verb. */
export const systemContext = (
  deps: Pick<Deps, 'db' | 'blobs' | 'queue'>,
  requestId: string,
): ServiceContext => ({
  db: deps.db,
  blobs: deps.blobs,
  queue: deps.queue,
  actor: { kind: 'system' },
  requestId,
})
