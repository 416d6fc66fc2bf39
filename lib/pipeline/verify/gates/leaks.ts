import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { judgeTool } from '#lib/pipeline/verify/judge-tool.ts'
import { inspectTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const leaks: Gate = {
  trials: (task, files) => [inspectTrial(task, files)],
  judge: (evidence) => judgeTool(evidence, 'leaks', 'inspect'),
  reason: 'shortcut',
}
