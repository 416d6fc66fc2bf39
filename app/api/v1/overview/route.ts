import { route } from '#lib/http/route.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'

export const GET = route(getOverview)
