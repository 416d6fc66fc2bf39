import type { MechanismOffer } from '#lib/domain/control-conflicts.ts'
import { readOffers } from '#lib/services/catalogue/read-offers.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'

/** What the form of a run lets people permit. It hints at hidden rules; null where no worker has told yet. */
export async function listOffers({ ctx }: { ctx: ServiceContext }): Promise<MechanismOffer[] | null> {
  requireCapability(ctx, 'run.start')
  requireCapability(ctx, 'environment.read-judge')
  return readOffers(ctx.db)
}
