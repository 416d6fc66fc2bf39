import { command, route } from '#lib/http/route.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { getArtefact } from '#lib/services/steering/get-artefact.ts'

/** A million letters as JSON: some take four bytes, and line ends are escaped. */
const BODY = { bytes: 4 * 2 ** 20, values: 20 }

export const GET = route(getArtefact)
export const PUT = command('run.start', editArtefact, { body: BODY })
