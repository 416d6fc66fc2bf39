import { route } from '#lib/http/route.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'

export const GET = route(getEnvironment)
