import { EXCHANGES } from '#lib/contracts/exchanges.ts'
import { bind } from '#lib/http/bind.ts'
import { getExchange } from '#lib/services/exchanges/get-exchange.ts'
import { listExchanges } from '#lib/services/exchanges/list-exchanges.ts'

export const exchangesRoutes = bind(EXCHANGES, {
  list: listExchanges,
  get: getExchange,
})
