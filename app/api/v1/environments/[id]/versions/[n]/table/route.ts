import { route } from '#lib/http/route.ts'
import { getTable } from '#lib/services/environments/get-table.ts'

export const GET = route(getTable)
