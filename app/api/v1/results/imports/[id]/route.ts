import { route } from '#lib/http/route.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'

export const GET = route(getResultsImport)
