import { command } from '#lib/http/route.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'

export const POST = command('run.cancel', cancelRun)
