import { command } from '#lib/http/route.ts'
import { measureSeed } from '#lib/services/seeds/measure-seed.ts'

export const POST = command('seed.edit', measureSeed, { status: () => 202 })
