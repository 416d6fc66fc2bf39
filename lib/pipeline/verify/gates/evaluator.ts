import { evaluatorChecksJob } from '#lib/pipeline/engine-jobs.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { judgeTool } from '#lib/pipeline/verify/judge-tool.ts'

export const evaluator: Gate = {
  trials: (task, files) => [
    {
      key: 'evaluator-checks',
      kind: 'evaluator',
      program: 'judge/evaluator.py',
      job: evaluatorChecksJob(task, task.thresholds, files),
    },
  ],
  judge: (evidence) => judgeTool(evidence, 'evaluator', 'evaluator-checks'),
}
