import { SCORES } from '#lib/contracts/scores.ts'
import { bind } from '#lib/http/bind.ts'
import { getTrial } from '#lib/services/environments/get-trial.ts'
import { openRollout } from '#lib/services/environments/open-rollout.ts'
import { admitScore, requestScore } from '#lib/services/environments/request-score.ts'

const ENDED: ReadonlySet<string> = new Set(['finished', 'failed'])

export const scoresRoutes = bind(SCORES, {
  // With the score when a worker was quick, else with the id to ask again with.
  request: { verb: requestScore, status: ({ status }) => (ENDED.has(status) ? 200 : 202), admit: admitScore },
  openRollout,
  get: getTrial,
})
