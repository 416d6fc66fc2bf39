import { route } from '#lib/http/route.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { getArtefact } from '#lib/services/steering/get-artefact.ts'

export const GET = route(getArtefact)
export const PUT = route(editArtefact)
