import { command, route } from '#lib/http/route.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'

export const GET = route(getSystem)
export const PATCH = command('results.import', updateSystem)
