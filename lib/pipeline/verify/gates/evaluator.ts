import { evaluatorChecksJob } from '#lib/pipeline/engine-jobs.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureByTool } from '#lib/pipeline/verify/measure-tool.ts'

export const evaluator: Gate = {
  trials: (task, files) => [
    {
      key: 'evaluator-checks',
      kind: 'evaluator',
      program: 'judge/evaluator.py',
      job: evaluatorChecksJob(task, task.thresholds, files),
    },
  ],
  measure: (evidence) => measureByTool(evidence, 'evaluator', 'evaluator-checks'),
}
