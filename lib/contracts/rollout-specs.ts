import type { ApiSpec } from '#lib/contracts/api-specs.ts'
import * as rollouts from '#lib/contracts/rollouts.ts'

const RUN = '/api/v1/training/{id}'

/** Routes of rollouts; part of API_SPECS. */
export const ROLLOUT_SPECS: readonly ApiSpec[] = [
  {
    method: 'POST',
    path: `${RUN}/rollouts`,
    summary: 'Record rollouts of a training run; a repeated id is stored once',
    body: rollouts.RecordRolloutsInput.omit({ runId: true }),
    response: rollouts.RecordedRollouts,
    status: 201,
  },
]
