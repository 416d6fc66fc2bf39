import type { GateOutcome } from '#lib/domain/gates.ts'
import { mergeChecks } from '#lib/domain/merge-checks.ts'
import { LadderReport } from '#lib/pipeline/engine-results.ts'
import { judgeDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import { type Evidence, isOtherRuntime, judgeError, outcome } from '#lib/pipeline/verify/evidence.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { toolChecks, unlooked } from '#lib/pipeline/verify/judge-tool.ts'
import { measuredScores } from '#lib/pipeline/verify/measured-scores.ts'
import { inspectTrial, ladderTrial } from '#lib/pipeline/verify/planned-trial.ts'

function judgeDifficultyGate(evidence: Evidence): GateOutcome {
  const measured = measuredScores(evidence)
  const ladder = LadderReport.safeParse(evidence.raws.get('ladder')?.report)
  if (!ladder.success || measured.s0 === undefined || measured.s8 === undefined)
    return judgeError(
      'difficulty',
      `The ladder did not finish: ${evidence.raws.get('ladder')?.failure ?? 'no scores'}`,
    )
  const failed = Object.entries(ladder.data.rungs).filter(([, rung]) => rung.error !== null)
  if (failed.length > 0)
    return judgeError('difficulty', failed.map(([rung, { error }]) => `${rung}: ${error}`).join('; '))
  const inspect = evidence.raws.get('inspect')
  const inspected = toolChecks(inspect, 'difficulty')
  if (inspected === null) return judgeError('difficulty', unlooked('inspect', inspect))
  const thresholds = isOtherRuntime(evidence) ? null : evidence.task.thresholds
  const { checks } = judgeDifficulty(evidence.task.metric, measured, thresholds)
  return outcome('difficulty', mergeChecks([...checks, ...inspected]))
}

/** Checks by which a task shows its rule to anybody. */
const SHOWN: readonly string[] = ['single-feature', 'one-view']

export const difficulty: Gate = {
  trials: (task, files, kind) => [ladderTrial(task, files, kind), inspectTrial(task, files)],
  judge: judgeDifficultyGate,
  reasonOf: (checkId) => (SHOWN.includes(checkId.split('/')[0] ?? '') ? 'trivial' : null),
}
