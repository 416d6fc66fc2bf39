'use server'

import { EditTrainingRunInput } from '#lib/contracts/curves.ts'
import { action } from '#lib/http/action.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'

export const editTrainingRunAction = action(EditTrainingRunInput, editTrainingRun)
