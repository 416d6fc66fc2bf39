import { route } from '#lib/http/route.ts'
import { getTrial } from '#lib/services/environments/get-trial.ts'

export const GET = route(getTrial)
