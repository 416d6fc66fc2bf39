import { ROLLOUTS } from '#lib/contracts/rollouts.ts'
import { bind } from '#lib/http/bind.ts'
import { ofTrainingRun } from '#lib/http/of-training-run.ts'
import { getRollout } from '#lib/services/rollouts/get-rollout.ts'
import { getRolloutEvidence } from '#lib/services/rollouts/get-rollout-evidence.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'
import { admitRollouts, recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'

export const rolloutsRoutes = bind(ROLLOUTS, {
  list: ofTrainingRun(listRollouts),
  record: { verb: ofTrainingRun(recordRollouts), texts: 'marked-by-verb', admit: admitRollouts },
  get: getRollout,
  evidence: getRolloutEvidence,
})
