import { route } from '#lib/http/route.ts'
import { listTrainingRuns } from '#lib/services/training/list-training-runs.ts'

export const GET = route(listTrainingRuns)
