import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { route } from '#lib/http/route.ts'
import { stepEnvironments } from '#lib/services/rollouts/step-environments.ts'

export const GET = route(ofTrainingRun(stepEnvironments))
