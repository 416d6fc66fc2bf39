import { command, route } from '#lib/http/route.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'
import { startSmokeRun } from '#lib/services/smoke/start-smoke-run.ts'

export const GET = route(listSmokeRuns)
export const POST = command('training.smoke', startSmokeRun, { status: () => 201 })
