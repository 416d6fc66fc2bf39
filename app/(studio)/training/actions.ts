'use server'

import { EditExperimentInput, EditTrainingRunInput } from '#lib/contracts/curves.ts'
import { action } from '#lib/http/action.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'

export const editExperimentAction = action(EditExperimentInput, editExperiment)
export const editTrainingRunAction = action(EditTrainingRunInput, editTrainingRun)
