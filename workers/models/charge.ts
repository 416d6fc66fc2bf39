import { costMicroUsd, type ModelPrices } from '#lib/domain/model-cost.ts'
import type { ModelFault, ModelUsage } from '#lib/domain/ports/language-model.ts'

const OK = 200
/**
 * What a failed call is recorded at. A question that never left, and one that was answered with an error status, costs
 * nothing; after anything else the provider may have worked and may charge, so that the whole reservation is spent.
 */
export const chargeOfFault = (fault: ModelFault, reservedMicroUsd: number): number =>
  fault.isUnsent || (fault.status !== null && fault.status !== OK) ? 0 : reservedMicroUsd

/** What an answer costs: by its usage, or the whole reservation where the provider did not report any. */
export const chargeOfAnswer = (
  usage: ModelUsage | null,
  prices: ModelPrices,
  reservedMicroUsd: number,
): number => (usage === null ? reservedMicroUsd : costMicroUsd(usage, prices))
