import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { route } from '#lib/http/route.ts'
import { rewardParts } from '#lib/services/rollouts/reward-parts.ts'

export const GET = route(ofTrainingRun(rewardParts))
