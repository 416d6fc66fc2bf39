import { route } from '#lib/http/route.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'

export const POST = route(retryFailed)
