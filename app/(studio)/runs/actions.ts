'use server'

import { BranchRunInput, RunParams, StartRunInput } from '#lib/contracts/runs.ts'
import { EditArtefactInput, ResumeInput } from '#lib/contracts/steering.ts'
import { action } from '#lib/http/action.ts'
import { branchRun } from '#lib/services/runs/branch-run.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'

export const startRunAction = action(StartRunInput, startRun)
export const branchRunAction = action(BranchRunInput, branchRun)
export const cancelRunAction = action(RunParams, cancelRun)
export const retryFailedAction = action(RunParams, retryFailed)
export const editArtefactAction = action(EditArtefactInput, editArtefact)
export const resumeAction = action(ResumeInput, resumeCandidates)
