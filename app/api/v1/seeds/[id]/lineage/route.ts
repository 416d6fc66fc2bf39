import { route } from '#lib/http/route.ts'
import { getSeedLineage } from '#lib/services/lineage/get-seed-lineage.ts'

export const GET = route(getSeedLineage)
