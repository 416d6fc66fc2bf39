import { generateJob } from '#lib/pipeline/engine-jobs.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureRegeneration } from '#lib/pipeline/verify/measure-regeneration.ts'

/** The generator once, and for a full certificate once more. */
export const regeneration: Gate = {
  trials(task, files, kind) {
    const generator = files['judge/generate.py'] ?? new Uint8Array()
    return (kind === 'full' ? [1, 2] : [1]).map((run) => ({
      key: `generate/${run}`,
      kind: 'generate',
      program: 'judge/generate.py',
      job: generateJob(generator, task.generatorSeed, run + 1),
    }))
  },
  measure: measureRegeneration,
}
