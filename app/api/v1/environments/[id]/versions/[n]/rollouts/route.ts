import { route } from '#lib/http/route.ts'
import { openRollout } from '#lib/services/environments/open-rollout.ts'

export const POST = route(openRollout, { status: () => 201 })
