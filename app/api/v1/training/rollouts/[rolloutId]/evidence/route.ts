import { route } from '#lib/http/route.ts'
import { getRolloutEvidence } from '#lib/services/rollouts/get-rollout-evidence.ts'

export const GET = route(getRolloutEvidence)
