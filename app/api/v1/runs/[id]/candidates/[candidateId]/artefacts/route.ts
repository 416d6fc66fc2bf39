import { route } from '#lib/http/route.ts'
import { listArtefacts } from '#lib/services/steering/list-artefacts.ts'

export const GET = route(listArtefacts)
