import type { EngineCatalogue } from '#lib/contracts/catalogue.ts'
import { precondition } from '#lib/domain/errors.ts'
import { readToldCatalogue } from '#lib/services/catalogue/told-catalogue.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** What the engine can make, as the newest worker told it. It hints at hidden rules. */
export async function getCatalogue({ ctx }: { ctx: ServiceContext }): Promise<EngineCatalogue> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  const told = await readToldCatalogue(ctx.db)
  if (told.kind === 'told') return told.catalogue
  if (told.kind === 'nothing')
    throw precondition('No worker has told yet what its engine can make. Start one.')
  // Until a worker of the new version beats.
  throw precondition('The newest worker is of another version than this server. Start one of this version.')
}
