import { route } from '#lib/http/route.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'

export const GET = route(getSeed)
