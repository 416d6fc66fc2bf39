import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureByTool } from '#lib/pipeline/verify/measure-tool.ts'
import { inspectTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const leaks: Gate = {
  trials: (task, files) => [inspectTrial(task, files)],
  measure: (evidence) => measureByTool(evidence, 'leaks', 'inspect'),
  reason: 'shortcut',
}
