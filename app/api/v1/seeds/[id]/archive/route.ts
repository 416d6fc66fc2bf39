import { command } from '#lib/http/route.ts'
import { archiveSeed } from '#lib/services/seeds/archive-seed.ts'

export const POST = command('seed.edit', archiveSeed)
