import { command, route } from '#lib/http/route.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { renameSeed } from '#lib/services/seeds/rename-seed.ts'

export const GET = route(getSeed)
export const PATCH = command('seed.edit', renameSeed)
