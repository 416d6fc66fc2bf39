import { COMPARISONS } from '#lib/contracts/compare-runs.ts'
import { bind } from '#lib/http/bind.ts'
import { compareRuns } from '#lib/services/runs/compare-runs.ts'

export const comparisonsRoutes = bind(COMPARISONS, {
  get: compareRuns,
})
