import { route } from '#lib/http/route.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'

export const POST = route(retireVersion)
