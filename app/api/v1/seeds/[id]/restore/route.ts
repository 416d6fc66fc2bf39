import { command } from '#lib/http/route.ts'
import { restoreSeed } from '#lib/services/seeds/restore-seed.ts'

export const POST = command('seed.edit', restoreSeed)
