import { route } from '#lib/http/route.ts'
import { listExchanges } from '#lib/services/exchanges/list-exchanges.ts'

export const GET = route(listExchanges)
