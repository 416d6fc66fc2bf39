import { command } from '#lib/http/route.ts'
import { cancelSmokeRun } from '#lib/services/smoke/cancel-smoke-run.ts'

export const POST = command('training.smoke', cancelSmokeRun)
