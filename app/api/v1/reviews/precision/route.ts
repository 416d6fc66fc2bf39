import { route } from '#lib/http/route.ts'
import { listPrecision } from '#lib/services/model-reviews/read-precision.ts'

export const GET = route(listPrecision)
