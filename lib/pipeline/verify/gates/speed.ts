import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { judgeSpeed } from '#lib/pipeline/verify/judge-speed.ts'
import { ladderTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const speed: Gate = {
  trials: (...of) => [ladderTrial(...of)],
  judge: judgeSpeed,
  reason: 'slow',
}
