import { command } from '#lib/http/route.ts'
import { withdrawPack } from '#lib/services/packs/withdraw-pack.ts'

export const POST = command('pack.withdraw', withdrawPack)
