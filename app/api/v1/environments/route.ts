import { route } from '#lib/http/route.ts'
import { listEnvironments } from '#lib/services/environments/list-environments.ts'

export const GET = route(listEnvironments)
