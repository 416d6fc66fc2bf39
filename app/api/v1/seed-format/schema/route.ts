import { route } from '#lib/http/route.ts'
import { seedSchema } from '#lib/services/seeds/seed-format.ts'

export const GET = route(seedSchema)
