import { command } from '#lib/http/route.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'

export const POST = command('environment.retire', retireVersion)
