import type { Tx } from '#lib/db/client.ts'
import type { MechanismOffer } from '#lib/domain/control-conflicts.ts'
import { offersOf } from '#lib/domain/mechanism-offers.ts'
import { readToldCatalogue } from '#lib/services/catalogue/told-catalogue.ts'

/** What a run can permit, as the newest worker of this version told it; null where none has. */
export async function readOffers(tx: Tx): Promise<MechanismOffer[] | null> {
  const told = await readToldCatalogue(tx)
  return told.kind === 'told' ? offersOf(told.catalogue) : null
}
