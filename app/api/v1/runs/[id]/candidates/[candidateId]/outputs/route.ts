import { route } from '#lib/http/route.ts'
import { listOutputs } from '#lib/services/steering/list-outputs.ts'

export const GET = route(listOutputs)
