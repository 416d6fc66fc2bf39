import { route } from '#lib/http/route.ts'
import { compareRuns } from '#lib/services/runs/compare-runs.ts'

export const GET = route(compareRuns)
