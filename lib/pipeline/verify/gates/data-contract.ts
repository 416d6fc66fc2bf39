import type { GateCheck } from '#lib/domain/gates.ts'
import { plain } from '#lib/pipeline/verify/evidence.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { judgeTool } from '#lib/pipeline/verify/judge-tool.ts'
import { inspectTrial } from '#lib/pipeline/verify/planned-trial.ts'

export const dataContract: Gate = {
  trials: (task, files) => [inspectTrial(task, files)],
  judge(evidence) {
    const { train } = evidence.task.rows
    const rows: GateCheck = {
      ...plain(
        'train-rows',
        train >= 50 && train <= 200,
        `train.csv has ${train} rows; 50 to 200 are allowed.`,
        'agent/train.csv',
      ),
      value: train,
      limit: 200,
    }
    return judgeTool(evidence, 'data-contract', 'inspect', [rows])
  },
}
