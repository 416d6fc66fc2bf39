'use server'

import { RunParams, StartRunInput } from '#lib/contracts/runs.ts'
import { action } from '#lib/http/action.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { startRun } from '#lib/services/runs/start-run.ts'

export const startRunAction = action(StartRunInput, startRun)
export const cancelRunAction = action(RunParams, cancelRun)
export const retryFailedAction = action(RunParams, retryFailed)
