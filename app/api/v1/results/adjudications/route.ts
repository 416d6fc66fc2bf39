import { route } from '#lib/http/route.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'

export const GET = route(listLedger)
