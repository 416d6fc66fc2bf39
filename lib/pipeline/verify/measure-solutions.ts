import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Measurement } from '#lib/domain/gates.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { solutionKey } from '#lib/pipeline/verify/planned-trial.ts'
import { type RawTrial, submissionName } from '#lib/pipeline/verify/raw-trial.ts'

/** The plain numbers of a task's thresholds. */
export function thresholdValues({ thresholds }: Pick<Task, 'thresholds'>) {
  const { median, bronze, silver, gold } = thresholds
  return { median: median.value, bronze: bronze.value, silver: silver.value, gold: gold.value }
}

export type ScoredSolution = { score: number | null; tier: Tier; reason: string | null }

/** Score and tier of one run of a solution; a program that failed has none and the tier `fail`. */
export function scoredRun(task: Task, raw: RawTrial | undefined, scores: ScoreReport): ScoredSolution {
  if (raw?.status !== 'ok') return { score: null, tier: 'fail', reason: raw?.failure ?? 'was not run' }
  const scored = scores.scores[submissionName(raw.key)]
  if (!scored) return { score: null, tier: 'fail', reason: 'wrote no submission.csv' }
  return {
    score: scored.score,
    tier: tierOf(scored.score, thresholdValues(task), task.direction),
    reason: scored.reason,
  }
}

/** Permitted tiers, required tiers and equal scores of the two runs, for one tagged solution. */
export function measureSolution(
  task: Task,
  solution: TaggedSolution,
  raws: ReadonlyMap<string, RawTrial>,
  scores: ScoreReport,
): Measurement[] {
  const first = scoredRun(task, raws.get(solutionKey(solution.path, 1)), scores)
  const anchor = { file: `judge/${solution.path}`, line: null, column: null }
  const name = solution.path.replace(/^solutions\//, '').replace(/\.py$/, '')
  const said =
    first.score === null ? `did not score: ${first.reason}` : `scores ${first.score}: ${first.tier}`
  const fact = (id: string, holds: boolean, message: string): Measurement => ({
    id: `${id}/${name}`,
    of: null,
    value: first.score,
    holds,
    against: null,
    message: `${solution.title} ${message}`,
    anchor,
  })
  const found = [
    fact(
      'permitted',
      solution.permitted.includes(first.tier),
      `${said} (permitted: ${solution.permitted.join(', ')}).`,
    ),
  ]
  if (solution.required.length > 0)
    found.push(
      fact(
        'required',
        solution.required.includes(first.tier),
        `${said} (required: ${solution.required.join(' or ')}).`,
      ),
    )
  const again = raws.get(solutionKey(solution.path, 2))
  if (again) {
    const second = scoredRun(task, again, scores)
    found.push(
      fact('repeatable', second.score === first.score, `scores ${first.score}, then ${second.score}.`),
    )
  }
  return found
}
