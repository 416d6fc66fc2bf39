import { command, route } from '#lib/http/route.ts'
import { listRuns } from '#lib/services/runs/list-runs.ts'
import { startRun } from '#lib/services/runs/start-run.ts'

export const GET = route(listRuns)
export const POST = command('run.start', startRun, { status: () => 201 })
