import { route } from '#lib/http/route.ts'
import { withdrawPack } from '#lib/services/packs/withdraw-pack.ts'

export const POST = route(withdrawPack)
