import { route } from '#lib/http/route.ts'
import { getTrainingImport } from '#lib/services/imports/get-training-import.ts'

export const GET = route(getTrainingImport)
