import { figure } from '#lib/pipeline/verify/evidence.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureByTool } from '#lib/pipeline/verify/measure-tool.ts'
import { inspectTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const dataContract: Gate = {
  trials: (task, files) => [inspectTrial(task, files)],
  measure(evidence) {
    const { train } = evidence.task.rows
    const rows = figure({
      id: 'train-rows',
      value: train,
      message: `train.csv has ${train} rows.`,
      file: 'agent/train.csv',
    })
    return measureByTool(evidence, 'data-contract', 'inspect', [rows])
  },
}
