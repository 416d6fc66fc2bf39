import { route } from '#lib/http/route.ts'
import { getPack } from '#lib/services/packs/get-pack.ts'

export const GET = route(getPack)
