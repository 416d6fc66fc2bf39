import { SMOKE } from '#lib/contracts/smoke.ts'
import { bind } from '#lib/http/bind.ts'
import { cancelSmokeRun } from '#lib/services/smoke/cancel-smoke-run.ts'
import { getSmokeRun } from '#lib/services/smoke/get-smoke-run.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'
import { startSmokeRun } from '#lib/services/smoke/start-smoke-run.ts'

export const smokeRoutes = bind(SMOKE, {
  list: listSmokeRuns,
  start: startSmokeRun,
  get: getSmokeRun,
  cancel: cancelSmokeRun,
})
