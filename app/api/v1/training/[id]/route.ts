import { command, route } from '#lib/http/route.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'

export const GET = route(getTrainingRun)
export const PATCH = command('training.log', editTrainingRun)
