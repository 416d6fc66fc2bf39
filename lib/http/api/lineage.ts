import { LINEAGE } from '#lib/contracts/lineage.ts'
import { bind } from '#lib/http/bind.ts'
import { getRunLineage } from '#lib/services/lineage/get-run-lineage.ts'
import { getSeedLineage } from '#lib/services/lineage/get-seed-lineage.ts'

export const lineageRoutes = bind(LINEAGE, {
  ofSeed: getSeedLineage,
  ofRun: getRunLineage,
})
