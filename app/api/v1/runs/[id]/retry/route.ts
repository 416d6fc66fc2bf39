import { command } from '#lib/http/route.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'

export const POST = command('run.retry', retryFailed)
