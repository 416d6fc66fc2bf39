import type { TrainingImportReport } from '#lib/contracts/imports.ts'
import { AppError } from '#lib/domain/errors.ts'
import type { Deps } from '#workers/deps.ts'
import type { ClaimedImport } from '#workers/imports/claim-import.ts'

export async function readTraining(_deps: Deps, _claim: ClaimedImport): Promise<TrainingImportReport> {
  throw new AppError('unavailable', 'Training logs cannot be read yet.')
}
