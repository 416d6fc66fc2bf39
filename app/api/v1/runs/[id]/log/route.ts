import { route } from '#lib/http/route.ts'
import { listRunEvents } from '#lib/services/runs/list-run-events.ts'

export const GET = route(listRunEvents)
