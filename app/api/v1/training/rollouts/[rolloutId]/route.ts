import { route } from '#lib/http/route.ts'
import { getRollout } from '#lib/services/rollouts/get-rollout.ts'

export const GET = route(getRollout)
