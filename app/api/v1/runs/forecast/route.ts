import { route } from '#lib/http/route.ts'
import { forecastRun } from '#lib/services/runs/forecast-run.ts'

export const GET = route(forecastRun)
