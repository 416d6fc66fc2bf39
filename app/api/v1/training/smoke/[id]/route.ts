import { route } from '#lib/http/route.ts'
import { getSmokeRun } from '#lib/services/smoke/get-smoke-run.ts'

export const GET = route(getSmokeRun)
