import { LadderReport } from '#lib/pipeline/engine-results.ts'
import { measureDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import { type Evidence, isOtherRuntime, judgeError, measured } from '#lib/pipeline/verify/evidence.ts'
import type { Found, Gate } from '#lib/pipeline/verify/gate.ts'
import { toolMeasurements, unlooked } from '#lib/pipeline/verify/measure-tool.ts'
import { measuredScores } from '#lib/pipeline/verify/measured-scores.ts'
import { inspectTrial, ladderTrial } from '#lib/pipeline/verify/planned-trial.ts'

function measure(evidence: Evidence): Found {
  const scores = measuredScores(evidence)
  const ladder = LadderReport.safeParse(evidence.raws.get('ladder')?.report)
  if (!ladder.success || scores.s0 === undefined || scores.s8 === undefined)
    return judgeError(`The ladder did not finish: ${evidence.raws.get('ladder')?.failure ?? 'no scores'}`)
  const failed = Object.entries(ladder.data.rungs).filter(([, rung]) => rung.error !== null)
  if (failed.length > 0) return judgeError(failed.map(([rung, { error }]) => `${rung}: ${error}`).join('; '))
  const inspect = evidence.raws.get('inspect')
  const inspected = toolMeasurements(inspect, 'difficulty')
  if (inspected === null) return judgeError(unlooked('inspect', inspect))
  const thresholds = isOtherRuntime(evidence) ? null : evidence.task.thresholds
  const climbed = measureDifficulty(evidence.task.metric, scores, thresholds)
  return measured([...climbed.measurements, ...inspected])
}

/** Checks by which a task shows its rule to anybody. */
const SHOWN: readonly string[] = ['single-feature', 'one-view']

export const difficulty: Gate = {
  trials: (task, files, kind) => [ladderTrial(task, files, kind), inspectTrial(task, files)],
  measure,
  merges: true,
  reasonOf: (checkId) => (SHOWN.includes(checkId.split('/')[0] ?? '') ? 'trivial' : null),
}
