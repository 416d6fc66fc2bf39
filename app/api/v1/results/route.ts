import { command, route } from '#lib/http/route.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { listResults } from '#lib/services/results/list-results.ts'

export const GET = route(listResults)
export const POST = command('results.import', createSystem, { status: () => 201 })
