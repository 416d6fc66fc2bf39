import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { route } from '#lib/http/route.ts'
import { trainingEnvironments } from '#lib/services/rollouts/training-environments.ts'

export const GET = route(ofTrainingRun(trainingEnvironments))
