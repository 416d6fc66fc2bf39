import { route } from '#lib/http/route.ts'
import { getExchange } from '#lib/services/exchanges/get-exchange.ts'

export const GET = route(getExchange)
