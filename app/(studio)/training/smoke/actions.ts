'use server'

import { SmokeParams, StartSmokeInput } from '#lib/contracts/smoke.ts'
import { action } from '#lib/http/action.ts'
import { cancelSmokeRun } from '#lib/services/smoke/cancel-smoke-run.ts'
import { startSmokeRun } from '#lib/services/smoke/start-smoke-run.ts'

export const startSmokeAction = action(StartSmokeInput, startSmokeRun)
export const cancelSmokeAction = action(SmokeParams, cancelSmokeRun)
