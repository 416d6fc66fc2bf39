import { command, route } from '#lib/http/route.ts'
import { listPacks } from '#lib/services/packs/list-packs.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'

export const GET = route(listPacks)
export const POST = command('pack.request', requestPack, { status: () => 201 })
