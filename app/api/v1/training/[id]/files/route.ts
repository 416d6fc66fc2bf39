import { route } from '#lib/http/route.ts'
import { listTrainingFiles } from '#lib/services/training/list-training-files.ts'

export const GET = route(listTrainingFiles)
