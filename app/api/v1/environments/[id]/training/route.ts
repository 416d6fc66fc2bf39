import { route } from '#lib/http/route.ts'
import { environmentTraining } from '#lib/services/rollouts/environment-training.ts'

export const GET = route(environmentTraining)
