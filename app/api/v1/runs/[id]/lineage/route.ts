import { route } from '#lib/http/route.ts'
import { getRunLineage } from '#lib/services/lineage/get-run-lineage.ts'

export const GET = route(getRunLineage)
