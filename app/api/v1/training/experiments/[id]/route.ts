import { command } from '#lib/http/route.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'

export const PATCH = command('training.log', editExperiment)
