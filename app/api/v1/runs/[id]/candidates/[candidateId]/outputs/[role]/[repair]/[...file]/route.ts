import { route } from '#lib/http/route.ts'
import { getOutputFile } from '#lib/services/steering/get-output-file.ts'

export const GET = route(getOutputFile)
