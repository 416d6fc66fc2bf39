import { route } from '#lib/http/route.ts'
import { getCatalogue } from '#lib/services/catalogue/get-catalogue.ts'

export const GET = route(getCatalogue)
