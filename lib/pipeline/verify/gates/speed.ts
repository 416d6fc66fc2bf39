import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureSpeed } from '#lib/pipeline/verify/measure-speed.ts'
import { ladderTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const speed: Gate = {
  trials: (...of) => [ladderTrial(...of)],
  measure: measureSpeed,
  reason: 'slow',
}
